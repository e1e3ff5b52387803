# Made by `build.ps1 Package`, which builds anew; where that has not been run there is nothing to install.
BeforeDiscovery {
    $package = Get-ChildItem -Path ([IO.Path]::Combine($PSScriptRoot, '..', 'artifacts', 'SsoOidc.*.nupkg')) -ErrorAction Ignore | Select-Object -First 1
}

Describe 'The package' -Skip:($null -eq $package) -ForEach @{ Package = $package } {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support.psm1" -Force
        $version = (Import-PowerShellDataFile (Get-ManifestPath)).ModuleVersion
        $modules = Join-Path ([IO.Path]::GetTempPath()) ([IO.Path]::GetRandomFileName())
        $folder = [IO.Path]::Combine($modules, 'SsoOidc', $version)
        Add-Type -AssemblyName System.IO.Compression.FileSystem
        [IO.Compression.ZipFile]::ExtractToDirectory($Package.FullName, $folder)
        $usePackage = "`$env:PSModulePath = '$modules' + [IO.Path]::PathSeparator + `$env:PSModulePath; `$env:POWERSHELL_TELEMETRY_OPTOUT = '1'"
        $fake = Start-Fake
    }
    AfterAll {
        Stop-Fake $fake
        if ($modules) { Remove-Item -LiteralPath $modules -Recurse -Force }
    }

    It 'is found by its name, imported on demand, and calls the service' {
        $shell = Invoke-FreshShell "$usePackage; (Register-SSOOIDCClient cli -EndpointUrl $($fake.Url)).GetType().Assembly.Location; (Get-Module SsoOidc).Version.ToString()"

        $shell.Errors | Should -BeNullOrEmpty
        $lines = $shell.Output.Trim() -split '\r?\n'
        $lines[0] | Should -BeLike "$folder*"
        $lines[1] | Should -Be $version
    }

    It 'has help before any import' {
        $shell = Invoke-FreshShell "$usePackage; (Get-Help Connect-SSOOIDCSession).Synopsis; (Get-Help about_SsoOidc) -match 'SsoOidc' -as [bool]"

        $shell.Errors | Should -BeNullOrEmpty
        $lines = $shell.Output.Trim() -split '\r?\n'
        $lines[0] | Should -Not -BeLike 'Connect-SSOOIDCSession*'
        $lines[-1] | Should -Be 'True'
    }

    It 'names the licence of every library in it' {
        $notices = Get-Content -LiteralPath ([IO.Path]::Combine($folder, 'THIRD-PARTY-NOTICES.txt'))
        $libraries = Get-ChildItem -LiteralPath $folder -Filter *.dll -Recurse | Where-Object Name -notlike 'SsoOidc*'

        $libraries.Count | Should -BeGreaterThan 0
        $libraries.BaseName | Where-Object { "  $_" -notin $notices } | Should -BeNullOrEmpty
    }

    It 'is at most 1.5 MB' {
        $Package.Length | Should -BeLessThan 1.5MB
    }
}
