# What a user of Windows does with the module, in a console, against the fake endpoint $env:SSOOIDC_FAKE, with the build $env:SSOOIDC_BUILD.
# Started by Invoke-WindowsLeg.ps1, here or under Wine.
Describe 'The module in Windows' {
    BeforeAll {
        Import-Module "$PSScriptRoot/../Support.psm1"
        $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
        $fake = [pscustomobject]@{ Url = $env:SSOOIDC_FAKE }
        $startUrl = 'https://corp.awsapps.com/start'
        $shell = & "$PSScriptRoot/../ThisShell.ps1"
        $shell = (@($shell.Path) + $shell.Arguments | ForEach-Object { "`"$_`"" }) -join ' '
        Add-Type -Path "$PSScriptRoot/ConsoleKeys.cs" -IgnoreWarnings

        # A browser that follows the redirects to the end, at a path with a blank.
        $folder = (New-Item -ItemType Directory -Path (Join-Path $TestDrive 'a home')).FullName
        $browser = Join-Path $folder 'browser.ps1'
        Set-Content -LiteralPath $browser -Value '$ProgressPreference = "SilentlyContinue"; $null = Invoke-WebRequest $args[0] -UseBasicParsing'
        $openBrowser = "$shell -NoProfile -ExecutionPolicy Bypass -File `"$browser`""

        $env:HOME = $env:USERPROFILE = $folder
        $env:AWS_CONFIG_FILE = $env:AWS_SHARED_CREDENTIALS_FILE = $null
        $env:AWS_ENDPOINT_URL_SSO = $env:AWS_ENDPOINT_URL_SSO_OIDC = $fake.Url
        $null = New-Item -ItemType Directory -Path (Join-Path $folder '.aws')
        $config = [IO.Path]::Combine($folder, '.aws', 'config')

        function Set-Config([string[]] $Line) { [IO.File]::WriteAllText($config, ($Line -join "`r`n") + "`r`n") }
        function Get-Operation { (Get-FakeJournal $fake).operation }
    }
    BeforeEach {
        Reset-Fake $fake
        Remove-Item -LiteralPath ([IO.Path]::Combine($folder, '.aws', 'sso')) -Recurse -Force -ErrorAction Ignore
        Set-Config '[sso-session corp]', "sso_start_url = $startUrl", 'sso_region = eu-west-1'
    }

    It 'is imported' {
        if ($env:SSOOIDC_BUILD -eq 'Core' -or $PSVersionTable.PSEdition -eq 'Desktop') { Import-Module (Get-ManifestPath) -Global }
        else { Import-Module ([IO.Path]::Combine($root, 'module', 'bin', 'Desktop', 'SsoOidc.dll')) -Global }

        (Get-Command -Module SsoOidc).Name | Should -Be ((Import-PowerShellDataFile (Get-ManifestPath)).CmdletsToExport | Sort-Object)
        (Get-Command New-SSOOIDCToken).ImplementingType.Assembly.Location | Should -BeLike "*module\bin\$env:SSOOIDC_BUILD\SsoOidc.dll"
    }

    It 'logs in by the pipeline, refreshes, and exchanges' {
        $token = Register-SSOOIDCClient cli -Scope sso:account:access -Region eu-west-1 |
            Start-SSOOIDCDeviceAuthorization -StartUrl $startUrl | New-SSOOIDCToken -Wait 6>$null
        $next = $token | New-SSOOIDCToken
        $credential = [pscredential]::new('AKIAFAKEENDPOINT0001', (ConvertTo-SecureString 'fake-secret' -AsPlainText -Force))
        $iam = New-SSOOIDCTokenWithIAM arn:aws:sso::111122223333:application/ssoins-1/apl-2 -SubjectToken $next.AccessToken -Region eu-west-1 -Credential $credential

        $next.RefreshToken | Should -Not -Be $token.RefreshToken
        $iam.TokenType | Should -Be Bearer
        Get-Operation | Should -Be 'RegisterClient', 'StartDeviceAuthorization', 'CreateToken', 'CreateToken', 'CreateToken', 'CreateTokenWithIAM'
    }

    It 'has a session: from a login, from the cache, listed, refreshed, ended' {
        (Connect-SSOOIDCSession corp -UseDeviceCode -NoBrowser 6>$null).Source | Should -Be Login
        (Connect-SSOOIDCSession corp).Source | Should -Be Cache
        (Get-SSOOIDCSession).SessionName | Should -Be corp
        (Connect-SSOOIDCSession corp -MinimumRemaining 3600).Source | Should -Be Refreshed
        (Disconnect-SSOOIDCSession corp).Revoked | Should -BeTrue
        Get-ChildItem ([IO.Path]::Combine($folder, '.aws', 'sso', 'cache')) | Where-Object { (Get-Content -Raw $_.FullName) -match 'accessToken' } | Should -BeNullOrEmpty
    }

    It 'logs in by -Browser' {
        (Connect-SSOOIDCSession corp -Browser $openBrowser 6>$null).Source | Should -Be Login
        Get-Operation | Should -Contain 'Authorize'
        (Get-FakeJournal $fake CreateToken).body.grantType | Should -Be authorization_code
    }

    It 'writes the config with the newlines that it has' {
        Set-Config '# mine', '[profile other]', 'region = eu-west-1'

        $null = Connect-SSOOIDCSession -SessionName new -StartUrl $startUrl -Region eu-west-1 -SaveSession -UseDeviceCode -NoBrowser 6>$null

        $text = [IO.File]::ReadAllText($config)
        $text | Should -BeLike "# mine`r`n``[profile other``]`r`nregion = eu-west-1`r`n*``[sso-session new``]`r`n*sso_start_url = $startUrl`r`n*"
        $text -replace "`r`n" | Should -Not -Match '[\r\n]'
    }

    It 'takes keys from a credential_process at a path with a blank' {
        $program = Join-Path $folder 'my keys.cmd'
        Set-Content -LiteralPath $program -Encoding ascii -Value '@echo {"Version": 1, "AccessKeyId": "AKIAFAKEENDPOINT0001", "SecretAccessKey": "fake-secret"}'
        Set-Config '[profile keys]', "credential_process = `"$program`" an-argument"
        $token = Register-SSOOIDCClient cli -Region eu-west-1 -Scope sso:account:access | Start-SSOOIDCDeviceAuthorization -StartUrl $startUrl | New-SSOOIDCToken -Wait 6>$null

        (New-SSOOIDCTokenWithIAM arn:aws:sso::111122223333:application/ssoins-1/apl-2 -SubjectToken $token.AccessToken -Region eu-west-1 -ProfileName keys).TokenType | Should -Be Bearer
    }

    It 'asks, and takes <Key> for the answer' -ForEach @(
        @{ Key = 'y'; Requests = 1 }
        @{ Key = 'n'; Requests = 0 }
    ) {
        [ConsoleKeys]::Type("$Key`r")

        $null = Register-SSOOIDCClient cli -Region eu-west-1 -Confirm

        @(Get-FakeJournal $fake) | Should -HaveCount $Requests
    }

    It 'takes a pasted address, key by key' {
        $shown = Join-Path $folder 'shown.txt'
        $typing = [ConsoleKeys]::TypeAnswerAsync($shown)

        $session = Connect-SSOOIDCSession corp -UseBrowser -NoBrowser 6>$shown

        $typing.Wait(10000) | Should -BeTrue
        $session.Source | Should -Be Login
    }

    It 'leaves no key in the console' {
        [Console]::KeyAvailable | Should -BeFalse
    }
}
