# README, "From the login to any AWS command", line by line, as somebody types them who has this module alone.
Describe 'From the login to any AWS command' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support.psm1" -Force
        $fake = Start-Fake
        $saved = @{}
        $settings = @{ HOME = $null; USERPROFILE = $null; AWS_CONFIG_FILE = $null; AWS_SHARED_CREDENTIALS_FILE = $null; AWS_ENDPOINT_URL_SSO_OIDC = $fake.Url; AWS_ENDPOINT_URL_SSO = $fake.Url; CI = $null; GITHUB_ACTIONS = $null; BROWSER = $null; SSOOIDC_LOGIN_FLOW = $null; AWS_REGION = $null; AWS_DEFAULT_REGION = $null; AWS_PROFILE = $null; AWS_ACCESS_KEY_ID = $null; AWS_SECRET_ACCESS_KEY = $null; AWS_SESSION_TOKEN = $null }
        foreach ($name in $settings.Keys) { $saved[$name] = [Environment]::GetEnvironmentVariable($name) }
        Import-TestedModule
        $shell = & "$PSScriptRoot/ThisShell.ps1"

        # As a cmdlet of AWS.Tools binds.
        function Get-S3Bucket {
            param(
                [Parameter(ValueFromPipelineByPropertyName)] [string] $AccessKey, [Parameter(ValueFromPipelineByPropertyName)] [string] $SecretKey,
                [Parameter(ValueFromPipelineByPropertyName)] [string] $SessionToken, [Parameter(ValueFromPipelineByPropertyName)] [object] $Region)
            process { [pscustomobject]@{ AccessKey = $AccessKey; HasSecrets = [bool] ($SecretKey -and $SessionToken); Region = $Region } }
        }

        function Invoke-CredentialProcess {
            $line = "Import-Module '$(Get-ManifestPath)'; Get-SSOOIDCRoleCredential 111122223333 ReadOnlyAccess -SessionName my-company -AsCredentialProcess"
            $process = Start-Captured -FilePath $shell.Path -Argument ($shell.Arguments + '-NoProfile', '-NonInteractive', '-Command', $line)
            $out = $process.StandardOutput.ReadToEndAsync()
            $err = $process.StandardError.ReadToEndAsync()
            if (-not $process.WaitForExit(150000)) { $process.Kill(); throw 'The credential process did not end within 150 s.' }
            [pscustomobject]@{ ExitCode = $process.ExitCode; Output = $out.Result; Errors = $err.Result }
        }
    }
    BeforeEach {
        Reset-Fake $fake
        $folder = (New-Item -ItemType Directory -Path (Join-Path $TestDrive ([Guid]::NewGuid()))).FullName
        $settings.HOME = $settings.USERPROFILE = $folder
        foreach ($name in $settings.Keys) { [Environment]::SetEnvironmentVariable($name, $settings[$name]) }
        $config = [IO.Path]::Combine($folder, '.aws', 'config')
        $null = Connect-SSOOIDCSession -SessionName my-company -StartUrl https://example.awsapps.com/start -Region eu-west-1 -SaveSession -UseDeviceCode -NoBrowser 6>$null
    }
    AfterAll {
        foreach ($name in $saved.Keys) { [Environment]::SetEnvironmentVariable($name, $saved[$name]) }
        Stop-Fake $fake
    }

    It 'lists accounts' {
        $accounts = Get-SSOOIDCAccount

        $accounts.AccountName | Should -Be 'Development', 'Production'
        $accounts[0].AccountId | Should -Be '111122223333'
        $accounts[0].EmailAddress | Should -Be 'dev@example.com'
        ($accounts | Out-String) | Should -Match 'AccountId +AccountName +EmailAddress +SessionName'
    }

    It 'lists roles by a pattern, with a link to the console' {
        $roles = @(Get-SSOOIDCRole -RoleName ReadOnly*)

        $roles.AccountId | Sort-Object | Should -Be '111122223333', '222233334444'
        ($roles | Format-List | Out-String -Width 200) | Should -Match 'ConsoleUrl +: https://example\.awsapps\.com/start/#/console\?account_id=\d{12}&role_name=ReadOnlyAccess'
    }

    It 'writes a profile for each role in one chain' {
        $profiles = Connect-SSOOIDCSession my-company | Get-SSOOIDCRole -RoleName ReadOnly* | New-SSOOIDCProfile

        $profiles.Name | Sort-Object | Should -Be 'Development-ReadOnlyAccess', 'Production-ReadOnlyAccess'
        $text = Get-Content -Raw -LiteralPath $config
        $text | Should -Match '(?m)^\[sso-session my-company\]'
        $text | Should -Match '\[profile Production-ReadOnlyAccess\]\r?\nsso_session = my-company\r?\nsso_account_id = 222233334444\r?\nsso_role_name = ReadOnlyAccess\r?\nregion = eu-west-1'
        (Get-SSOOIDCRoleCredential -ProfileName Production-ReadOnlyAccess).AccountId | Should -Be '222233334444'
    }

    It 'names profiles by a script block and shows them with -WhatIf' {
        $before = Get-Content -Raw -LiteralPath $config
        Get-SSOOIDCRole | New-SSOOIDCProfile { "$($_.AccountName)-$($_.RoleName)" } -WhatIf | Should -BeNullOrEmpty
        Get-Content -Raw -LiteralPath $config | Should -Be $before

        $profiles = Get-SSOOIDCRole | New-SSOOIDCProfile -Name { "$($_.AccountName)-$($_.RoleName)" }
        $profiles | Should -HaveCount 3
    }

    It 'gives the keys of a role to a cmdlet of AWS.Tools in one chain' {
        $bucket = Connect-SSOOIDCSession my-company | Get-SSOOIDCRole 111122223333 -RoleName ReadOnlyAccess | Get-SSOOIDCRoleCredential | Get-S3Bucket

        $bucket.AccessKey | Should -Be ASIAFAKEROLE11112222
        $bucket.HasSecrets | Should -BeTrue
        $bucket.Region | Should -Be eu-west-1
    }

    It 'masks the keys on the screen' {
        $credential = Get-SSOOIDCRoleCredential 111122223333 ReadOnlyAccess
        $shown = ($credential | Out-String) + ($credential | Format-Table | Out-String -Width 300) + "$credential"

        $shown | Should -Match 'SecretAccessKey +: .{4}. \(40 characters\)'
        $shown.Contains($credential.SecretAccessKey) | Should -BeFalse
        $shown.Contains($credential.SessionToken) | Should -BeFalse
    }

    It 'runs a program with the role, which it has no longer afterwards' {
        $arguments = $shell.Arguments + '-NoProfile', '-NonInteractive', '-Command', '$env:AWS_ACCESS_KEY_ID'
        $id = Use-SSOOIDCRole 111122223333 ReadOnlyAccess { & $shell.Path @arguments }

        $id | Should -Be ASIAFAKEROLE11112222
        $env:AWS_ACCESS_KEY_ID | Should -BeNullOrEmpty
    }

    It 'gives the shell the role until it is cleared' {
        $env:AWS_PROFILE = 'other'
        try {
            Set-Content -LiteralPath $config -Value '[sso-session my-company]', 'sso_start_url = https://example.awsapps.com/start', 'sso_region = eu-west-1', '[profile other]', 'region = eu-west-1'
            Use-SSOOIDCRole 111122223333 ReadOnlyAccess -SessionName my-company
            $env:AWS_ACCESS_KEY_ID | Should -Be ASIAFAKEROLE11112222
            $env:AWS_PROFILE | Should -BeNullOrEmpty
            Use-SSOOIDCRole -Clear
            $env:AWS_ACCESS_KEY_ID | Should -BeNullOrEmpty
            $env:AWS_PROFILE | Should -Be other
        }
        finally { Remove-Item env:AWS_PROFILE -ErrorAction Ignore }
    }

    It 'is a credential_process that writes one object' {
        $run = Invoke-CredentialProcess

        $run.ExitCode | Should -Be 0
        $run.Errors | Should -BeNullOrEmpty
        $json = $run.Output | ConvertFrom-Json
        $json.Version | Should -Be 1
        $json.AccessKeyId | Should -Be ASIAFAKEROLE11112222
        $run.Output.Trim() | Should -Match '^\{"Version":1,.*"Expiration":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"\}$'
    }

    It 'is a credential_process that ends with 1 and one line where a login is needed' {
        $null = Disconnect-SSOOIDCSession my-company -Confirm:$false
        $run = Invoke-CredentialProcess

        $run.ExitCode | Should -Be 1
        $run.Output | Should -BeNullOrEmpty
        $run.Errors.Trim() | Should -Be "Nobody is logged in to the session 'my-company'. Log in: Connect-SSOOIDCSession -SessionName my-company"
    }
}
