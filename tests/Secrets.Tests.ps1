Describe 'Secrets' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support.psm1" -Force
        $fake = Start-Fake '--pending', '1'
        $url = $fake.Url
        $manifest = Get-ManifestPath
        $secretKey = 'fake/endpoint+secret/key0000000000000001'

        # A shell of its own writes the secrets to a file that is no transcript, so that the test can look for them.
        function Invoke-Loud {
            param([string] $Script)

            $folder = Join-Path $TestDrive ([guid]::NewGuid())
            $null = New-Item -ItemType Directory -Path $folder
            $shell = Invoke-FreshShell @"
Import-Module '$manifest'
`$VerbosePreference = `$DebugPreference = `$InformationPreference = `$WarningPreference = 'Continue'
`$url = '$url'
`$found = [Collections.Generic.List[string]]::new()
`$null = Start-Transcript -LiteralPath '$folder/transcript.txt' -IncludeInvocationHeader
& { $Script }
`$null = Stop-Transcript
[IO.File]::WriteAllLines('$folder/secrets.txt', `$found)
"@
            [pscustomobject]@{
                Text    = [IO.File]::ReadAllText("$folder/transcript.txt") + $shell.Output
                Secrets = @([IO.File]::ReadAllLines("$folder/secrets.txt"))
            }
        }
    }
    AfterAll { Stop-Fake $fake }
    BeforeEach { Reset-Fake $fake }

    It 'are in no stream and no transcript of accounts, roles and the credentials of a role' {
        $run = Invoke-Loud @'
            $env:HOME = $env:USERPROFILE = (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) ([guid]::NewGuid()))).FullName
            $env:AWS_CONFIG_FILE = $null
            $env:AWS_ENDPOINT_URL_SSO = $env:AWS_ENDPOINT_URL_SSO_OIDC = $url
            $session = Connect-SSOOIDCSession -SessionName s -StartUrl https://example.awsapps.com/start -Region eu-west-1 -UseDeviceCode -NoBrowser
            Get-SSOOIDCAccount -Verbose -Debug
            Get-SSOOIDCRole -Verbose -Debug
            $role = Get-SSOOIDCRoleCredential 111122223333 ReadOnlyAccess -Verbose -Debug
            $role
            $role | Format-Table
            "$role"
            Use-SSOOIDCRole 111122223333 ReadOnlyAccess { 'inside' } -Verbose -Debug
            Get-SSOOIDCRoleCredential 111122223333 Nope -ErrorAction SilentlyContinue -ErrorVariable refused
            $refused | Format-List * -Force
            Remove-Item -Recurse -Force $env:HOME
            $found.AddRange([string[]] @($session.AccessToken, $role.SecretAccessKey, $role.SessionToken))
'@
        $run.Text | Should -Match 'VERBOSE: GET 127\.0\.0\.1:\d+/federation/credentials\?'
        $run.Text | Should -Match 'inside'
        $run.Secrets | Should -HaveCount 3
        foreach ($secret in $run.Secrets) {
            $secret.Length | Should -BeGreaterThan 20
            $run.Text.Contains($secret) | Should -BeFalse
        }
    }

    It 'are in no stream and no transcript of a login, a refresh and an exchange' {
        $run = Invoke-Loud @'
            $client = Register-SSOOIDCClient cli -EndpointUrl $url -Region us-east-1 -Scope sso:account:access -Verbose -Debug
            $device = $client | Start-SSOOIDCDeviceAuthorization -StartUrl https://example.awsapps.com/start -Verbose -Debug
            $token = $device | New-SSOOIDCToken -Wait -Verbose -Debug
            $next = $token | New-SSOOIDCToken -Verbose -Debug
            $exchanged = New-SSOOIDCTokenWithIAM arn:aws:sso::111122223333:application/ssoins-1/apl-2 -SubjectToken $next.AccessToken -Region us-east-1 -EndpointUrl $url -AccessKey AKIAFAKEENDPOINT0001 -SecretKey fake/endpoint+secret/key0000000000000001 -Verbose -Debug
            $client, $device, $token, $next, $exchanged | Out-Default
            $client.ClientSecret, $device.DeviceCode, $token.AccessToken, $token.RefreshToken, $next.AccessToken, $next.RefreshToken, $exchanged.AccessToken, $exchanged.IdToken, $exchanged.AwsAdditionalDetails.IdentityContext |
                Where-Object { $_ } | ForEach-Object { $found.Add($_) }
'@

        $run.Secrets.Count | Should -BeGreaterOrEqual 7
        $run.Text | Should -Match 'POST 127\.0\.0\.1:\d+/token'
        foreach ($secret in $run.Secrets) { $run.Text.Contains($secret) | Should -BeFalse }
        $body = $run.Text -replace '(?m)^Host Application:.*(\r?\n)?', ''
        $body.Contains('fake/endpoint') | Should -BeFalse
    }

    It 'are in no error, in $Error or in its formatted whole' {
        $run = Invoke-Loud @'
            foreach ($name in 'client-secret', 'device-code', 'refresh-token', 'code', 'verifier') { $found.Add("canary-in-the-$name") }
            $grant = @{ ClientId = 'id'; ClientSecret = $found[0]; EndpointUrl = $url }
            New-SSOOIDCToken @grant -DeviceCode $found[1]
            New-SSOOIDCToken @grant -RefreshToken $found[2]
            New-SSOOIDCToken @grant -Code $found[3] -CodeVerifier $found[4] -RedirectUri http://127.0.0.1/oauth/callback
            "errors: $($Error.Count)"
            $Error | Format-List * -Force | Out-Default
            $Error | ForEach-Object { $_.Exception.ToString(); $_.ErrorDetails; $_.TargetObject; $_.ScriptStackTrace }
'@

        $run.Text | Should -Match 'errors: 3'
        foreach ($secret in $run.Secrets) { $run.Text.Contains($secret) | Should -BeFalse -Because $secret }
    }
}
