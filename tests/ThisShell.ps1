# The words of a command line that starts this PowerShell anew. A pwsh that is a .NET tool is run by dotnet, so its own path does not tell.
$path = (Get-Process -Id $PID).Path
$path
if ([IO.Path]::GetFileNameWithoutExtension($path) -eq 'dotnet') {
    [IO.Path]::Combine($PSHOME, 'pwsh.dll')
}
