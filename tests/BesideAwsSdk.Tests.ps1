Describe 'Beside the official SDK in one process' -Skip:($PSVersionTable.PSEdition -ne 'Core') {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support.psm1" -Force
        $manifest = Get-ManifestPath
        $fake = Start-Fake '--access-key', 'AKIAFAKEENDPOINT0001', '--secret-key', 'fake-secret', '--region', 'us-east-1'
        $sdk = Get-ChildItem "$PSScriptRoot/Pester/bin/Release" -Recurse -Filter AWSSDK.SSOOIDC.dll | Select-Object -First 1
        $load = "Add-Type -Path '$($sdk.DirectoryName)/AWSSDK.Core.dll', '$($sdk.FullName)'"
        $import = "Import-Module '$manifest'"
        # The two clients in turn, and each with what the other made.
        $work = "
            `$ours = Register-SSOOIDCClient cli -Region us-east-1 -EndpointUrl $($fake.Url)
            `$config = [Amazon.SSOOIDC.AmazonSSOOIDCConfig]::new()
            `$config.ServiceURL = '$($fake.Url)'
            `$client = [Amazon.SSOOIDC.AmazonSSOOIDCClient]::new([Amazon.Runtime.AnonymousAWSCredentials]::new(), `$config)
            `$request = [Amazon.SSOOIDC.Model.StartDeviceAuthorizationRequest]::new()
            `$request.ClientId, `$request.ClientSecret, `$request.StartUrl = `$ours.ClientId, `$ours.ClientSecret, 'https://example.awsapps.com/start'
            `$theirs = `$client.StartDeviceAuthorizationAsync(`$request).GetAwaiter().GetResult()
            `$token = `$theirs | New-SSOOIDCToken -ClientId `$ours.ClientId -ClientSecret `$ours.ClientSecret -ClientConfig `$config -Region ([Amazon.RegionEndpoint]::USEast1) -Wait
            `$token.TokenType
            New-SSOOIDCTokenWithIAM arn:aws:sso::111122223333:application/ssoins-1/apl-2 -SubjectToken `$token.AccessToken -ClientConfig `$config -Region us-east-1 -Credential ([Amazon.Runtime.BasicAWSCredentials]::new('AKIAFAKEENDPOINT0001', 'fake-secret')) -Select TokenType"
    }
    AfterAll { Stop-Fake $fake }

    It 'works with the SDK loaded first' {
        $shell = Invoke-FreshShell "$load; $import; $work"

        $shell.Errors | Should -BeNullOrEmpty
        ($shell.Output -split '\r?\n' | Where-Object { $_ -eq 'Bearer' }).Count | Should -Be 2
    }

    It 'works with the SDK loaded last' {
        $shell = Invoke-FreshShell "$import; $load; $work"

        $shell.Errors | Should -BeNullOrEmpty
        ($shell.Output -split '\r?\n' | Where-Object { $_ -eq 'Bearer' }).Count | Should -Be 2
    }

    It 'writes none of its session variables' {
        $shell = Invoke-FreshShell "$import; `$null = Register-SSOOIDCClient cli -EndpointUrl $($fake.Url); (Get-Variable Stored*, AWS* -Scope Global -ErrorAction Ignore).Name"

        $shell.Output.Trim() | Should -BeNullOrEmpty
    }
}
