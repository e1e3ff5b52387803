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

    It 'says in a checkout that is not built what to run' {
        $unbuilt = New-Item -ItemType Directory -Path (Join-Path $TestDrive 'unbuilt/module')
        Copy-Item -Path $manifest -Destination $unbuilt.Parent
        foreach ($file in 'Edition.psm1', 'SsoOidc.Format.ps1xml', 'SsoOidc.Types.ps1xml') {
            Copy-Item -Path ([IO.Path]::Combine((Split-Path $manifest), 'module', $file)) -Destination $unbuilt
        }

        $thrown = Get-Thrown { Import-Module (Join-Path $unbuilt.Parent 'SsoOidc.psd1') }

        $thrown.Exception.Message | Should -Be 'SsoOidc is not built in this folder. Run: dotnet build -c Release'
        Get-Module | Where-Object ModuleBase -Like "$TestDrive*" | Should -BeNullOrEmpty
    }

    It 'chooses the build by the edition, without a script where that is Core' -Skip:($PSVersionTable.PSEdition -ne 'Core') {
        $shell = Invoke-FreshShell "
            `$module = Import-Module '$manifest' -PassThru
            `$module.ModuleType, `$module.Path, `$module.Version -join '|'"

        $version = (Import-PowerShellDataFile -Path $manifest).ModuleVersion
        $shell.Output.Trim() | Should -Be "Binary|$([IO.Path]::Combine((Split-Path $manifest), 'module', 'bin', 'Core', 'SsoOidc.dll'))|$version"
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

    It 'has its views and types after every import, and after its end no more' {
        $shell = Invoke-FreshShell "
            function Get-Known { `"`$(@(Get-FormatData -TypeName SsoOidc.SsoOidcSession).Count) `$((Get-TypeData -TypeName SsoOidc.RoleCredential).Members.Count)`" }
            foreach (`$round in 1..3) { Import-Module '$manifest' -Force; Get-Known }
            Remove-Module SsoOidc
            Get-Known
            Import-Module '$manifest'
            Get-Known"

        $shell.Errors | Should -BeNullOrEmpty
        $shell.Output.Trim() -split '\r?\n' | Should -Be '1 2', '1 2', '1 2', '0 0', '1 2'
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
        $dll = [IO.Path]::Combine((Split-Path $manifest), 'module', 'bin', 'Desktop', 'SsoOidc.dll')
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
