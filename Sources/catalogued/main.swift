print("catalogued")
