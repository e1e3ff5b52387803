Describe 'The module' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support.psm1" -Force
        $manifest = Get-ManifestPath
        $fake = Start-Fake
    }
    AfterAll { Stop-Fake $fake }

    It 'has a valid manifest without wildcards' {
        $module = Test-ModuleManifest -Path $manifest
        $data = Import-PowerShellDataFile -Path $manifest

        $module.Name | Should -Be SsoOidc
        $data.CmdletsToExport | Should -Not -BeNullOrEmpty
        foreach ($list in $data.CmdletsToExport, $data.FunctionsToExport, $data.AliasesToExport, $data.VariablesToExport) {
            $list | Should -Not -Contain '*'
        }
        $data.CompatiblePSEditions | Should -Be 'Core', 'Desktop'
    }

    It 'exports what its manifest says' {
        $shell = Invoke-FreshShell "(Import-Module '$manifest' -PassThru).ExportedCommands.Keys | Sort-Object"

        $shell.Errors | Should -BeNullOrEmpty
        $shell.Output.Trim() -split '\r?\n' | Should -Be (@((Import-PowerShellDataFile -Path $manifest).CmdletsToExport) | Sort-Object)
    }

    It 'loads its own two assemblies and no other module' -Skip:($PSVersionTable.PSEdition -ne 'Core') {
        $shell = Invoke-FreshShell "
            Import-Module '$manifest'
            `$folder = [IO.Path]::GetDirectoryName('$manifest')
            [AppDomain]::CurrentDomain.GetAssemblies().Where({ `$_.Location.StartsWith(`$folder) }).ForEach({ `$_.GetName().Name })
            (Get-Module).Name"

        $shell.Output.Trim() -split '\r?\n' | Where-Object { $_ } | Sort-Object | Should -Be 'SsoOidc', 'SsoOidc', 'SsoOidc.Core'
    }

    It 'loads nothing foreign for a call either' -Skip:($PSVersionTable.PSEdition -ne 'Core') {
        $shell = Invoke-FreshShell "
            Import-Module '$manifest'
            `$null = Register-SSOOIDCClient cli -EndpointUrl $($fake.Url)
            `$own = `$PSHOME, [Runtime.InteropServices.RuntimeEnvironment]::GetRuntimeDirectory()
            foreach (`$assembly in [AppDomain]::CurrentDomain.GetAssemblies()) {
                `$file = `$assembly.Location
                if (`$file -and -not `$own.Where({ `$file.StartsWith(`$_) })) { `$assembly.GetName().Name }
            }"

        $shell.Output.Trim() -split '\r?\n' | Sort-Object | Should -Be 'SsoOidc', 'SsoOidc.Core'
    }

    It 'tells an older PowerShell 7 which one it needs' -Skip:($PSVersionTable.PSEdition -ne 'Core') {
        # Where .NET is older than 8 the dll does not load. Here it is none at all, and a .NET that never is stands for an older one.
        $module = (New-Item -ItemType Directory -Path (Join-Path $TestDrive 'older/bin/net8.0') -Force).Parent.Parent
        Set-Content -LiteralPath ([IO.Path]::Combine($module, 'bin', 'net8.0', 'SsoOidc.dll')) -Value 'no dll'
        $script = [IO.File]::ReadAllText([IO.Path]::Combine((Split-Path -Parent $manifest), 'module', 'SsoOidc.psm1'))
        Set-Content -LiteralPath (Join-Path $module 'SsoOidc.psm1') -Value $script.Replace('-ge 8', '-ge 99')

        $thrown = Get-Thrown { Import-Module (Join-Path $module 'SsoOidc.psm1') }

        $thrown.Exception.Message | Should -Be "SsoOidc needs PowerShell 7.4 or later, or Windows PowerShell 5.1; this is PowerShell $($PSVersionTable.PSVersion)."
    }

    It 'can be removed and imported again' {
        $shell = Invoke-FreshShell "
            `$ErrorActionPreference = 'Stop'
            foreach (`$round in 1..3) {
                Import-Module '$manifest' -Force
                `$null = Register-SSOOIDCClient cli -EndpointUrl $($fake.Url)
                Remove-Module SsoOidc
                [bool](Get-Command Register-SSOOIDCClient -ErrorAction Ignore)
            }"

        $shell.Errors | Should -BeNullOrEmpty
        $shell.Output.Trim() -split '\r?\n' | Should -Be 'False', 'False', 'False'
    }

    It 'takes a prefix' {
        $shell = Invoke-FreshShell "
            Import-Module '$manifest' -Prefix My
            (Register-MySSOOIDCClient cli -EndpointUrl $($fake.Url) | Start-MySSOOIDCDeviceAuthorization -StartUrl https://example.awsapps.com/start | New-MySSOOIDCToken).TokenType"

        $shell.Errors | Should -BeNullOrEmpty
        $shell.Output.Trim() | Should -Be Bearer
    }

    It 'is found by its name and loaded by its first command on a module path' {
        # Only what the package has: the manifest and module/.
        $installed = Join-Path $TestDrive 'Modules/SsoOidc'
        $null = New-Item -ItemType Directory -Path $installed
        Copy-Item -Path $manifest -Destination $installed
        Copy-Item -Path (Join-Path (Split-Path $manifest) 'module') -Destination $installed -Recurse

        $shell = Invoke-FreshShell "
            `$env:PSModulePath = '$(Join-Path $TestDrive 'Modules')' + [IO.Path]::PathSeparator + `$env:PSModulePath
            (Register-SSOOIDCClient cli -EndpointUrl $($fake.Url)).GetType().Assembly.Location"

        $shell.Errors | Should -BeNullOrEmpty
        $shell.Output.Trim() | Should -BeLike "$TestDrive*"
    }

    It 'works under strict mode and constrained error preferences' {
        $shell = Invoke-FreshShell "
            Set-StrictMode -Version Latest
            `$ErrorActionPreference = 'Stop'
            Import-Module '$manifest'
            (Register-SSOOIDCClient cli -EndpointUrl $($fake.Url)).ClientId.Length -gt 0"

        $shell.Errors | Should -BeNullOrEmpty
        $shell.Output.Trim() | Should -Be True
    }

    It 'has a build for Windows PowerShell that logs in here too' {
        $dll = [IO.Path]::Combine((Split-Path $manifest), 'module', 'bin', 'netstandard2.0', 'SsoOidc.dll')
        $shell = Invoke-FreshShell "
            Import-Module '$dll'
            `$token = Register-SSOOIDCClient cli -EndpointUrl $($fake.Url) | Start-SSOOIDCDeviceAuthorization -StartUrl https://example.awsapps.com/start | New-SSOOIDCToken -Wait 6>`$null
            `$token.GetType().Assembly.Location
            try { New-SSOOIDCToken id -ClientSecret s -RefreshToken r -EndpointUrl $($fake.Url) } catch [SsoOidc.InvalidClientException] { 'caught' }"

        $shell.Errors | Should -BeNullOrEmpty
        $shell.Output.Trim() -split '\r?\n' | Should -Be $dll, 'caught'
    }

    It 'completes its names' {
        $shell = Invoke-FreshShell "Import-Module '$manifest'; (TabExpansion2 'New-SSOOIDCToken -Dev').CompletionMatches.CompletionText"

        $shell.Output.Trim() | Should -Be '-DeviceCode'
    }
}
