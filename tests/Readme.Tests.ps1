# README as its reader tries it: from an empty home and module path, in the gallery's own client and a fresh shell, line after line.
BeforeDiscovery {
    $package = Get-ChildItem -Path ([IO.Path]::Combine($PSScriptRoot, '..', 'artifacts', 'SsoOidc.*.nupkg')) -ErrorAction Ignore | Select-Object -First 1
    $canInstall = $package -and (Get-Command Install-PSResource -ErrorAction Ignore)
}

Describe 'README' -Skip:(-not $canInstall) -ForEach @{ Package = $package } {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support.psm1" -Force
        $root = Split-Path -Parent $PSScriptRoot
        $readme = [IO.File]::ReadAllText((Join-Path $root 'README.md')) -replace '\r'
        $blocks = [regex]::Matches($readme, '(?ms)^```powershell\n(.+?)^```').ForEach({ $_.Groups[1].Value })
        $version = (Import-PowerShellDataFile (Get-ManifestPath)).ModuleVersion
        $fake = Start-Fake '--region', 'eu-west-1'
        $saved = @{}
        $home_ = (New-Item -ItemType Directory -Path (Join-Path $TestDrive 'home')).FullName
        $settings = @{
            HOME = $home_; USERPROFILE = $home_; PSModulePath = $null; XDG_DATA_HOME = $null; XDG_CONFIG_HOME = $null; XDG_CACHE_HOME = $null
            AWS_CONFIG_FILE = $null; AWS_SHARED_CREDENTIALS_FILE = $null; AWS_ENDPOINT_URL_SSO_OIDC = $fake.Url; AWS_ENDPOINT_URL_SSO = $fake.Url
        }
        foreach ($name in $settings.Keys) {
            $saved[$name] = [Environment]::GetEnvironmentVariable($name)
            [Environment]::SetEnvironmentVariable($name, $settings[$name])
        }
    }
    AfterAll {
        foreach ($name in $saved.Keys) { [Environment]::SetEnvironmentVariable($name, $saved[$name]) }
        Stop-Fake $fake
    }

    It 'has its sections in the order of a reader, and at most 150 lines' {
        $readme.Split("`n").Count | Should -BeLessOrEqual 151
        [regex]::Matches($readme, '(?m)^## (.+)$').ForEach({ $_.Groups[1].Value }) | Should -Be 'Install', 'Log in', 'Use', 'The cmdlets', 'More'
    }

    It 'says that its first line is of tomorrow' {
        $blocks[0].Trim() | Should -Be 'Install-PSResource SsoOidc'
        $readme | Should -Match '(?s)```\n\nIt is not in the gallery yet\.'
    }

    It 'works when it is pasted in its order into a fresh shell of 80 columns' {
        # The gate has made the package, and the gallery has none. The accounts are those of the fake.
        $steps = $blocks | Select-Object -Skip 1 | ForEach-Object { $_.Replace("./build.ps1 Package`n", '').Replace('123456789012', '111122223333') -replace 'ReadOnly(?![*\w])', 'ReadOnlyAccess' }
        $script = @(
            "Set-Location '$root'"
            'function Get-SSOAccountList { param([Parameter(ValueFromPipelineByPropertyName)] $AccessToken, [Parameter(ValueFromPipelineByPropertyName)] $Region, $Credential) process { "accounts by $($AccessToken.Length -gt 0)" } }'
            'function Get-S3Bucket { param([Parameter(ValueFromPipelineByPropertyName)] $AccessKey, [Parameter(ValueFromPipelineByPropertyName)] $SecretKey, [Parameter(ValueFromPipelineByPropertyName)] $SessionToken) process { "bucket by $AccessKey" } }'
            'Add-Type -TypeDefinition "namespace Amazon.Runtime { public class AnonymousAWSCredentials {} }"'
            $steps
            '"errors: $($Error.Count) $Error"'
            '"module: $((Get-Module SsoOidc).ModuleBase)"'
            '"width: $($Host.UI.RawUI.BufferSize.Width)"'
            '"whole: $($token.AccessToken)"'
        ) -join "`n"

        $shell = Invoke-FreshShell $script

        $shell.Errors | Should -BeNullOrEmpty
        $lines = $shell.Output -split '\r?\n'
        $lines | Should -Contain 'errors: 0 '
        $lines | Should -Contain 'width: 80'
        $lines | Should -Contain "module: $([IO.Path]::Combine((Get-ChildItem -Path $home_ -Filter SsoOidc -Directory -Recurse -Force | Where-Object FullName -NotLike '*Cache*' | Select-Object -First 1).FullName, $version, 'module'))"
        $lines | Should -Contain 'Cache'
        $lines | Should -Contain 'accounts by True'
        $lines | Should -Contain 'bucket by ASIAFAKEROLE11112222'
        $lines | Should -Contain 'running as ASIAFAKEROLE11112222'
        $shell.Output | Should -Match 'https://example\.awsapps\.com/start(\s|$)'
        $whole = ($lines -like 'whole: *').Substring(7)
        $whole.Length | Should -BeGreaterThan 20
        ($lines -notlike 'whole: *' -join "`n").Contains($whole) | Should -BeFalse
    }

    It 'installs a package that the same client updates and uninstalls' {
        $repository = (New-Item -ItemType Directory -Path (Join-Path $TestDrive 'repository')).FullName
        Copy-Item -LiteralPath $Package.FullName -Destination $repository
        $next = Join-Path $repository 'SsoOidc.99.0.0.nupkg'
        Copy-Item -LiteralPath $Package.FullName -Destination $next
        Add-Type -AssemblyName System.IO.Compression.FileSystem
        $zip = [IO.Compression.ZipFile]::Open($next, 'Update')
        foreach ($name in 'SsoOidc.nuspec', 'SsoOidc.psd1') {
            $reader = [IO.StreamReader]::new($zip.GetEntry($name).Open())
            $text = $reader.ReadToEnd().Replace("<version>$version<", '<version>99.0.0<').Replace("ModuleVersion          = '$version'", "ModuleVersion          = '99.0.0'")
            $reader.Dispose()
            $zip.GetEntry($name).Delete()
            $writer = [IO.StreamWriter]::new($zip.CreateEntry($name).Open())
            $writer.Write($text)
            $writer.Dispose()
        }
        $zip.Dispose()

        $shell = Invoke-FreshShell "
            `$ErrorActionPreference = 'Stop'
            Get-PSResourceRepository | Unregister-PSResourceRepository
            Get-InstalledPSResource SsoOidc -ErrorAction Ignore | Uninstall-PSResource
            Register-PSResourceRepository -Name Folder -Uri '$repository' -Trusted
            Install-PSResource SsoOidc -Repository Folder -Version $version
            (Get-InstalledPSResource SsoOidc).Version -join ' '
            Update-PSResource SsoOidc -Repository Folder
            Import-Module SsoOidc
            (Get-Module SsoOidc).Version.ToString()
            Remove-Module SsoOidc
            Uninstall-PSResource SsoOidc -Version '*'
            @(Get-InstalledPSResource SsoOidc -ErrorAction Ignore).Count"

        $shell.Errors | Should -BeNullOrEmpty
        ($shell.Output.Trim() -split '\r?\n').Trim() | Should -Be $version, '99.0.0', '0'
    }
}
