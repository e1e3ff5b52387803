# Windows PowerShell does not look at the manifest's DotNetFrameworkVersion.
if ([Microsoft.Win32.Registry]::GetValue('HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\NET Framework Setup\NDP\v4\Full', 'Release', 0) -lt 461808) {
    throw 'SsoOidc needs .NET Framework 4.7.2 or later in Windows PowerShell: install it from https://dotnet.microsoft.com/download/dotnet-framework, or use PowerShell 7.'
}
Import-Module "$PSScriptRoot/SsoOidc.dll"
