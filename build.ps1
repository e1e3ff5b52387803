#Requires -Version 5.1
<#
.SYNOPSIS
Builds, shows, tests, packs or measures the module, or makes its help.
.DESCRIPTION
Build    fills module: Import-Module ./SsoOidc.psd1 works afterwards. It is all that `dotnet build -c Release` does.
Demo     shows the module at work against a fake endpoint on this machine.
Shell    starts this PowerShell with the module loaded.
Test     builds, packs and runs every test; Pester runs in the PowerShell that runs this script.
Windows  runs the module in Windows: in this PowerShell there, elsewhere in the Windows build of PowerShell 7 under Wine, where Wine is installed.
Docs     makes what Get-Help reads from docs/cmdlets. Commit the result. Needs PowerShell 7.4 and platyPS.
Package  makes the gallery package artifacts/SsoOidc.<version>.nupkg. No gallery client is needed.
Bench    measures the client beside the official SDK and bare HttpClient. Takes some minutes; leave the machine alone meanwhile.
.EXAMPLE
./build.ps1 Demo
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Demo', 'Shell', 'Test', 'Windows', 'Docs', 'Package', 'Bench')]
    [string] $Task = 'Build'
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$artifacts = Join-Path $PSScriptRoot 'artifacts'
$env:POWERSHELL_TELEMETRY_OPTOUT = '1'

function Invoke-DotNet {
    & dotnet @args
    if ($LASTEXITCODE -ne 0) {
        throw "dotnet $($args[0]) ended with exit code $LASTEXITCODE."
    }
}

function Build([string] $Project = '') {
    Invoke-DotNet msbuild (Join-Path $PSScriptRoot $Project) -restore '-p:Configuration=Release' '-v:quiet' -nologo
}

# A fresh shell, since the module's dlls stay loaded in the one that imports them. Its arguments are those of pwsh.
function Invoke-FreshShell {
    $shell = & (Join-Path $PSScriptRoot 'tests/ThisShell.ps1')
    & $shell.Path @($shell.Arguments) @args
    exit $LASTEXITCODE
}

function Demo {
    Build src/SsoOidc
    Build tests/FakeEndpoint
    Invoke-FreshShell -NoProfile -File (Join-Path $PSScriptRoot 'docs/Show-Demo.ps1')
}

function Shell {
    Build src/SsoOidc
    Invoke-FreshShell -NoLogo -NoExit -Command "Import-Module '$($PSScriptRoot -replace "'", "''")/SsoOidc.psd1'"
}

function Test {
    try { Package | Out-Host }
    catch {
        "$_`n0 passed, 1 failed, 0 skipped"
        exit 1
    }
    & (Join-Path $PSScriptRoot 'tests/Invoke-AllTests.ps1')
    exit $LASTEXITCODE
}

function Windows {
    Build src/SsoOidc
    Build tests/Pester
    & (Join-Path $PSScriptRoot 'tests/Windows/Invoke-WindowsLeg.ps1')
    exit $LASTEXITCODE
}

function Docs {
    if (-not (Get-Module -ListAvailable Microsoft.PowerShell.PlatyPS)) {
        throw 'platyPS makes the help and is not installed. In PowerShell 7.4 or later, run: Install-PSResource Microsoft.PowerShell.PlatyPS -Version 1.0.3'
    }
    & (Join-Path $PSScriptRoot 'docs/Build-Help.ps1')
}

# The text of this version in the changelog, or else of what is not released yet.
function Get-ReleaseNote([string] $Version) {
    $changelog = [IO.File]::ReadAllText((Join-Path $PSScriptRoot 'CHANGELOG.md'))
    foreach ($title in $Version, 'Unreleased') {
        $section = [regex]::Match($changelog, "(?ms)^## \[$([regex]::Escape($title))\][^\n]*\n(.+?)(?=^## |\z)")
        if ($section.Success) {
            return $section.Groups[1].Value.Trim()
        }
    }
    throw "CHANGELOG.md has no section [$Version] and none [Unreleased]."
}

function Package {
    # What an older build left there must not travel.
    foreach ($built in 'bin', 'en-US', 'Edition.psd1') {
        $path = Join-Path $PSScriptRoot "module/$built"
        if (Test-Path $path) { Remove-Item $path -Recurse }
    }
    Build
    $manifest = Import-PowerShellDataFile (Join-Path $PSScriptRoot 'SsoOidc.psd1')
    $psData = $manifest.PrivateData.PSData
    $commands = $manifest.CmdletsToExport | ForEach-Object { "PSCmdlet_$_"; "PSCommand_$_" }
    $element = [ordered]@{
        id           = 'SsoOidc'
        version      = $manifest.ModuleVersion
        authors      = $manifest.Author
        owners       = $manifest.Author
        description  = $manifest.Description
        releaseNotes = Get-ReleaseNote $manifest.ModuleVersion
        copyright    = $manifest.Copyright
        tags         = (@($psData.Tags) + 'PSModule' + 'PSIncludes_Cmdlet' + @($commands)) -join ' '
        readme       = 'README.md'
    }
    if ($psData['ProjectUri']) { $element.projectUrl = $psData.ProjectUri }
    $metadata = foreach ($name in $element.Keys) { "    <$name>$([Security.SecurityElement]::Escape($element[$name]))</$name>" }
    $files = foreach ($name in 'SsoOidc.psd1', 'README.md', 'CHANGELOG.md', 'LICENSE', 'THIRD-PARTY-NOTICES.txt') { "    <file src=""$name"" target=""$name"" />" }
    $nuspec = @"
<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
  <metadata>
$($metadata -join "`n")
    <license type="expression">Apache-2.0</license>
  </metadata>
  <files>
$($files -join "`n")
    <file src="module/**" target="module" />
    <file src="docs/en-US/**" target="en-US" />
  </files>
</package>
"@
    $null = New-Item $artifacts -ItemType Directory -Force
    $nuspecPath = Join-Path $artifacts 'SsoOidc.nuspec'
    [IO.File]::WriteAllText($nuspecPath, $nuspec)
    # NuGet packs it; its analysis is of libraries for projects and would ask for a lib folder.
    Invoke-DotNet pack (Join-Path $PSScriptRoot 'src/SsoOidc') -c Release --no-build -o $artifacts -v quiet `
        '-p:IsPackable=true' "-p:NuspecFile=$nuspecPath" "-p:NuspecBasePath=$PSScriptRoot" '-p:NoPackageAnalysis=true'
    Remove-Item $nuspecPath
    Get-Item (Join-Path $artifacts "SsoOidc.$($manifest.ModuleVersion).nupkg")
}

function Bench {
    foreach ($part in '--filter=*', 'cpu', 'records', 'logins') {
        Invoke-DotNet run -c Release --project (Join-Path $PSScriptRoot 'tests/Benchmarks') '--' $part
    }
    Invoke-FreshShell -NoProfile -File (Join-Path $PSScriptRoot 'tests/Benchmarks/cold-start.ps1')
}

& $Task
