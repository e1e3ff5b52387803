Describe 'Outputs' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support.psm1" -Force
        Import-TestedModule
        $fake = Start-Fake
        $url = $fake.Url
    }
    AfterAll { Stop-Fake $fake }
    BeforeEach {
        Reset-Fake $fake
        $client = Register-SSOOIDCClient cli -EndpointUrl $url -Region eu-west-1 -Scope sso:account:access
        $device = $client | Start-SSOOIDCDeviceAuthorization -StartUrl https://example.awsapps.com/start
    }

    It 'go to JSON whole' {
        $token = $device | New-SSOOIDCToken

        $json = $token | ConvertTo-Json | ConvertFrom-Json

        foreach ($name in 'AccessToken', 'RefreshToken', 'TokenType', 'ExpiresIn', 'ClientId', 'ClientSecret', 'Region', 'SsoOidcEndpoint') {
            $json.$name | Should -Be $token.$name -Because $name
        }
        $json.Metadata.RequestId | Should -Be $token.Metadata.RequestId
        ([DateTimeOffset]$json.ExpiresAt).ToUnixTimeSeconds() | Should -Be $token.ExpiresAt.ToUnixTimeSeconds()
    }

    It 'come back from JSON into the next cmdlet' {
        $fromJson = $client | ConvertTo-Json | ConvertFrom-Json
        $started = $fromJson | Start-SSOOIDCDeviceAuthorization -StartUrl https://example.awsapps.com/start
        $token = $started | ConvertTo-Json | ConvertFrom-Json | New-SSOOIDCToken -Wait 6>$null

        $refreshed = $token | ConvertTo-Json | ConvertFrom-Json | New-SSOOIDCToken

        $refreshed.AccessToken | Should -Not -BeNullOrEmpty
        $refreshed.Region | Should -Be eu-west-1
        $refreshed.SsoOidcEndpoint | Should -Be $url
    }

    It 'come back from a file of Export-Clixml' {
        $path = Join-Path $TestDrive 'device.xml'
        $device | Export-Clixml -LiteralPath $path

        $token = Import-Clixml -LiteralPath $path | New-SSOOIDCToken

        $token.AccessToken | Should -Not -BeNullOrEmpty
    }

    It 'come back from rows of CSV' {
        $row = $client | Select-Object ClientId, ClientSecret, Region, SsoOidcEndpoint, ExpiresAt | ConvertTo-Csv -NoTypeInformation | ConvertFrom-Csv

        ($row | Start-SSOOIDCDeviceAuthorization -StartUrl https://example.awsapps.com/start).DeviceCode | Should -Not -BeNullOrEmpty
    }

    It 'are shown without their secrets' {
        $token = $device | New-SSOOIDCToken

        $shown = $client, $device, $token | ForEach-Object { $_ | Out-String; $_ | Format-Table | Out-String; "$_" } | Out-String -Width 500

        $shown | Should -Match $device.UserCode
        foreach ($secret in $client.ClientSecret, $device.DeviceCode, $token.AccessToken, $token.RefreshToken) {
            $shown.Contains($secret) | Should -BeFalse
        }
    }

    It 'show at 80 columns whole what a person reads or copies' {
        $folder = (New-Item -ItemType Directory -Path (Join-Path $TestDrive 'narrow')).FullName
        $names = 'HOME', 'USERPROFILE', 'AWS_CONFIG_FILE', 'AWS_ENDPOINT_URL_SSO', 'AWS_ENDPOINT_URL_SSO_OIDC'
        $saved = @{}
        foreach ($name in $names) { $saved[$name] = [Environment]::GetEnvironmentVariable($name) }
        $env:HOME = $env:USERPROFILE = $folder
        $env:AWS_CONFIG_FILE = $null
        $env:AWS_ENDPOINT_URL_SSO = $env:AWS_ENDPOINT_URL_SSO_OIDC = $url
        try {
            $startUrl = 'https://d-9067123456.awsapps.com/start'
            $session = Connect-SSOOIDCSession my-company -StartUrl $startUrl -Region eu-west-1 -SaveSession -UseDeviceCode -NoBrowser 6>$null
            $token = $device | New-SSOOIDCToken
            $role = Get-SSOOIDCRole | Select-Object -First 1
            # A list breaks a long value at the edge, which a person can copy; nothing may be cut but a secret.
            function Get-Shown($Output) { ($Output | Out-String -Width 80) -replace '\x1b\[[0-9;]*m' }
            $shown = [ordered]@{
                client     = Get-Shown $client
                device     = Get-Shown $device
                token      = Get-Shown $token
                session    = Get-Shown $session
                sessions   = Get-Shown (Get-SSOOIDCSession)
                list       = Get-Shown ($session | Format-List)
                account    = Get-Shown (Get-SSOOIDCAccount)
                role       = Get-Shown $role
                credential = Get-Shown ($role | Get-SSOOIDCRoleCredential)
                profile    = Get-Shown ($role | New-SSOOIDCProfile)
                end        = Get-Shown (Disconnect-SSOOIDCSession my-company)
            }
        }
        finally { foreach ($name in $names) { [Environment]::SetEnvironmentVariable($name, $saved[$name]) } }

        foreach ($name in $shown.Keys) {
            ($shown[$name] -split '\r?\n').Where({ $_.Length -gt 80 }) | Should -BeNullOrEmpty -Because $name
            $shown[$name] -replace '\S{4}. \(\d+ characters\)' | Should -Not -Match "$([char]0x2026)|\.\.\.\r?$" -Because "the view of $name cuts nothing"
        }
        foreach ($name in 'session', 'sessions', 'list', 'end') { $shown[$name] | Should -Match ([regex]::Escape($startUrl)) -Because $name }
        $shown.session | Should -Match 'Valid \(\d+ (min|h) '
        $shown.device | Should -Match $device.UserCode
        ($shown.device -replace '\r?\n +') | Should -Match ([regex]::Escape($device.VerificationUriComplete))
        $shown.token | Should -Match 'Expires +: \d{4}-'
        $shown.account | Should -Match '111122223333 +\S'
        $shown.credential | Should -Match 'Expires +: \d{4}-'
    }

    It 'can be assigned, indexed and selected like any object' {
        $selected = $client | Select-Object -Property ClientId, @{ Name = 'Days'; Expression = { [int]($_.ExpiresAt - [DateTimeOffset]::Now).TotalDays } }

        $selected.ClientId | Should -Be $client.ClientId
        $selected.Days | Should -Be 90
        ($client | Get-Member -MemberType Property).Name | Should -Contain ExpiresAt
    }
}
