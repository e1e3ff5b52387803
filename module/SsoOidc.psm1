# Nothing but Import-Module with a plain path: any cmdlet of another module here would load that module
# too, which is the larger part of a cold start.
if ($PSEdition -eq 'Core') {
    try { Import-Module "$PSScriptRoot/bin/net8.0/SsoOidc.dll" -ErrorAction Stop }
    catch {
        if ([Environment]::Version.Major -ge 8) { throw }
        throw "SsoOidc needs PowerShell 7.4 or later, or Windows PowerShell 5.1; this is PowerShell $($PSVersionTable.PSVersion)."
    }
}
else {
    Import-Module "$PSScriptRoot/bin/netstandard2.0/SsoOidc.dll"
}
