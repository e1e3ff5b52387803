# Nothing but Import-Module with a plain path: any cmdlet of another module here would load that module
# too, which is the larger part of a cold start.
if ($PSEdition -eq 'Core') {
    Import-Module "$PSScriptRoot/bin/net8.0/SsoOidc.dll"
}
else {
    Import-Module "$PSScriptRoot/bin/netstandard2.0/SsoOidc.dll"
}
