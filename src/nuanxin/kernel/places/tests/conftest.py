from nuanxin.kernel.areas.tests.fixtures import divisions, divisions_loaded

__all__ = ["divisions", "divisions_loaded"]
