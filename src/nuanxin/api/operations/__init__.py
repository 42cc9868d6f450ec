"""Operations 操作: what may be asked of the API, a file a noun."""
