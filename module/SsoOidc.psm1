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
    # Windows PowerShell does not look at the manifest's DotNetFrameworkVersion.
    if ([Microsoft.Win32.Registry]::GetValue('HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\NET Framework Setup\NDP\v4\Full', 'Release', 0) -lt 461808) {
        throw 'SsoOidc needs .NET Framework 4.7.2 or later in Windows PowerShell: install it from https://dotnet.microsoft.com/download/dotnet-framework, or use PowerShell 7.'
    }
    Import-Module "$PSScriptRoot/bin/netstandard2.0/SsoOidc.dll"
}
