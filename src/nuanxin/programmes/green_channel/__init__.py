"""口岸绿色通道: fruit and vegetables leaving by road."""
