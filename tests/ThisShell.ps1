# How to start this PowerShell anew: a program, and its first arguments. A pwsh that is a .NET tool is run by dotnet, so its own path does not tell.
$path = (Get-Process -Id $PID).Path
[pscustomobject]@{
    Path      = $path
    Arguments = [string[]] @(if ([IO.Path]::GetFileNameWithoutExtension($path) -eq 'dotnet') { [IO.Path]::Combine($PSHOME, 'pwsh.dll') })
}
