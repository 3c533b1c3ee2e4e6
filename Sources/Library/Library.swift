@_exported import struct Reconciliation.ArrivalSettings
