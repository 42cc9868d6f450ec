"""Capital works 温暖工程: heat, water and gas for the coming winter, project by project."""
