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

    It 'can be assigned, indexed and selected like any object' {
        $selected = $client | Select-Object -Property ClientId, @{ Name = 'Days'; Expression = { [int]($_.ExpiresAt - [DateTimeOffset]::Now).TotalDays } }

        $selected.ClientId | Should -Be $client.ClientId
        $selected.Days | Should -Be 90
        ($client | Get-Member -MemberType Property).Name | Should -Contain ExpiresAt
    }
}
