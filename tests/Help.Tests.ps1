# Get-Help in a fresh shell, where the host and the engine are the real ones.
BeforeDiscovery {
    $cmdlets = (Import-PowerShellDataFile ([IO.Path]::Combine($PSScriptRoot, '..', 'SsoOidc.psd1'))).CmdletsToExport
    $topics = 'about_SsoOidc', 'about_SsoOidc_Automation', 'about_SsoOidc_Login', 'about_SsoOidc_Settings'
    $platyPS = Get-Module -ListAvailable Microsoft.PowerShell.PlatyPS | Where-Object { $_.Version.Major -ge 1 }
    $canBuild = $platyPS -and $PSVersionTable.PSVersion -ge [version] '7.4'
}

BeforeAll {
    Import-Module ([IO.Path]::Combine($PSScriptRoot, 'Support.psm1'))
    $root = Split-Path -Parent $PSScriptRoot

    # What the gallery package has, where the modules of a user are.
    $modules = Join-Path $TestDrive 'modules'
    $package = Join-Path $modules 'SsoOidc'
    $null = New-Item -ItemType Directory -Path $package
    Copy-Item -Path (Join-Path $root 'SsoOidc.psd1') -Destination $package
    Copy-Item -Path (Join-Path $root 'module') -Destination $package -Recurse
    Copy-Item -Path ([IO.Path]::Combine($root, 'docs', 'en-US')) -Destination $package -Recurse
    # Windows PowerShell reads those beside the dll.
    Get-ChildItem -Path ([IO.Path]::Combine($package, 'module', 'bin')) -Filter 'en-US' -Directory -Recurse | Remove-Item -Recurse

    # The parts of the help of all cmdlets and topics, asked for in one fresh shell.
    $script = @'
$help = @{}
foreach ($name in NAMES) {
    $it = Get-Help $name -Full
    $help[$name] = if ($name -like 'about_*') { ($it | Out-String).Trim() } else {
        [ordered]@{
            synopsis    = $it.Synopsis
            description = -join $it.description.Text
            examples    = @($it.examples.example | ForEach-Object { $_.code })
            parameters  = @($it.parameters.parameter | ForEach-Object { '{0}: {1}' -f $_.name, (-join $_.description.Text) })
        }
    }
}
ConvertTo-Json $help -Depth 5
'@
    $names = @((Import-PowerShellDataFile (Get-ManifestPath)).CmdletsToExport) + (Get-ChildItem -Path (Join-Path $package 'en-US') -Filter 'about_*').Name.Replace('.help.txt', '')
    $ask = $script.Replace('NAMES', "('" + ($names -join "', '") + "')")

    function Get-AnsweredHelp([string] $First) {
        $shell = Invoke-FreshShell "`$ProgressPreference = 'SilentlyContinue'; [Console]::OutputEncoding = [Text.Encoding]::UTF8; $First; $ask"
        $shell.Errors | Should -BeNullOrEmpty
        $shell.Output | ConvertFrom-Json
    }
    $imported = Get-AnsweredHelp "Import-Module '$(Get-ManifestPath)'"
    $installed = Get-AnsweredHelp "`$env:PSModulePath = '$modules' + [IO.Path]::PathSeparator + `$env:PSModulePath"
}

Describe 'Get-Help' {
    It 'has all of <_> after an import from the checkout' -ForEach $cmdlets {
        $help = $imported.$_
        $help.synopsis | Should -Not -BeNullOrEmpty
        $help.synopsis | Should -Not -Match "^\s*$_"
        $help.description | Should -Not -BeNullOrEmpty
        $help.examples.Count | Should -BeGreaterOrEqual 3
        $help.parameters.Count | Should -BeGreaterThan 0
        $help.parameters | Should -Match '^\w+: \w'
    }

    It 'says the same of <_> where the module is installed and not imported' -ForEach $cmdlets {
        ConvertTo-Json $installed.$_ -Depth 5 | Should -BeExactly (ConvertTo-Json $imported.$_ -Depth 5)
    }

    It 'finds <_> with and without an import' -ForEach $topics {
        $text = (Get-Content -LiteralPath ([IO.Path]::Combine($root, 'docs', 'en-US', "$_.help.txt")) -Raw -Encoding utf8).Trim() -replace '\r'
        $imported.$_ -replace '\r' | Should -BeExactly $text
        $installed.$_ -replace '\r' | Should -BeExactly $text
    }
}

Describe 'docs/Build-Help.ps1' {
    It 'makes what is committed' -Skip:(-not $canBuild) {
        $made = Join-Path $TestDrive 'help'
        $null = New-Item -ItemType Directory -Path $made
        & ([IO.Path]::Combine($root, 'docs', 'Build-Help.ps1')) -OutputFolder $made
        [IO.File]::ReadAllText((Join-Path $made 'SsoOidc.dll-Help.xml')) |
            Should -BeExactly ([IO.File]::ReadAllText([IO.Path]::Combine($root, 'docs', 'en-US', 'SsoOidc.dll-Help.xml')))
    }
}
