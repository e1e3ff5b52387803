<#
.SYNOPSIS
Runs Leg.ps1, the module in Windows: in this PowerShell there, elsewhere in the Windows build of PowerShell 7 under Wine.
.DESCRIPTION
`build.ps1 Windows` builds first. Without Wine it says so in one line. Wine's own faults are not the module's: symbolic links are stubs, a file
pattern with two dots finds nothing, and access lists are mapped to Unix modes.
#>
[CmdletBinding()]
param()

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$onWindows = $env:OS -eq 'Windows_NT'
if (-not $onWindows -and @(Get-Command wine, script -CommandType Application -ErrorAction Ignore).Count -lt 2) {
    'The Windows leg was left out: Wine is not installed.'
    exit 0
}

Import-Module "$PSScriptRoot/../TestRun.psm1"
Import-Module "$PSScriptRoot/../Support.psm1"
$windows = Join-Path (Split-Path -Parent (Split-Path -Parent $PSScriptRoot)) 'artifacts/windows'
$tests = [IO.Path]::GetFullPath("$PSScriptRoot/../Invoke-PesterTests.ps1")
$leg = Join-Path $PSScriptRoot 'Leg.ps1'

function Get-WinePath([string] $Path) { 'Z:' + $Path.Replace('/', '\') }

# The Windows build of PowerShell on the Windows runtime, both out of the package registry, in a Wine of its own.
function Initialize-Wine {
    & dotnet build $PSScriptRoot -v quiet -nologo | Out-Host
    if ($LASTEXITCODE -ne 0) { throw 'The Windows PowerShell was not laid out.' }
    $env:WINEPREFIX = Join-Path $windows 'prefix'
    $env:WINEARCH = 'win64'
    $env:WINEDEBUG = '-all'
    $env:DOTNET_EnableWriteXorExecute = '0'
    $env:DOTNET_ROOT = Get-WinePath (Join-Path $windows 'dotnet')
    foreach ($name in 'DISPLAY', 'DOTNET_ROOT_X64', 'DOTNET_HOST_PATH') { Set-Item "env:$name" $null }
    if (-not (Test-Path $env:WINEPREFIX)) {
        & wine wineboot -i 2>&1 | Out-Null
        & wine winecfg -v win10 2>&1 | Out-Null
    }
}

# PowerShell needs a console there, which `script` makes; what it writes goes to a file instead. A file of results would name the system by WMI, which hangs.
function Invoke-InWine {
    $output = Join-Path $windows 'output.txt'
    $command = "& '$(Get-WinePath $tests)' '$(Get-WinePath $leg)' -Result '' *> '$(Get-WinePath $output)'; exit `$LASTEXITCODE"
    $start = [Diagnostics.ProcessStartInfo]::new('script', [string[]] @(
            '-qec', "wine '$windows/pwsh/pwsh.exe' -NoLogo -NoProfile -ExecutionPolicy Bypass -Command `"$($command.Replace('\', '\\').Replace('$', '\$'))`"", '/dev/null'))
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
    $process = [Diagnostics.Process]::Start($start)
    $null = $process.StandardOutput.ReadToEndAsync()
    if (-not $process.WaitForExit(600000)) { $process.Kill($true) }
    if (Test-Path $output) { [IO.File]::ReadAllLines($output) }
    $global:LASTEXITCODE = if ($process.HasExited) { $process.ExitCode } else { 1 }
}

$fake = Start-Fake '--pending', '1', '--region', 'eu-west-1', '--access-key', 'AKIAFAKEENDPOINT0001', '--secret-key', 'fake-secret'
$env:SSOOIDC_FAKE = $fake.Url
$totals = @()
try {
    if (-not $onWindows) { Initialize-Wine }
    foreach ($build in 'Core', 'Desktop') {
        if ($build -eq 'Core' -and $PSVersionTable.PSEdition -ne 'Core') { continue }
        $env:SSOOIDC_BUILD = $build
        Write-Host "The build for $build"
        $totals += , (Measure-PesterRun $build {
            if ($onWindows) {
                $shell = & "$PSScriptRoot/../ThisShell.ps1"
                & $shell.Path @($shell.Arguments) -NoProfile -File $tests $leg -Result "windows-$build"
            }
            else { Invoke-InWine }
        })
    }
}
finally { Stop-Fake $fake }
exit (Write-Total $totals)
