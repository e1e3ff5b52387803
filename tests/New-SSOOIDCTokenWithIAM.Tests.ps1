Describe 'New-SSOOIDCTokenWithIAM' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support.psm1" -Force
        Import-TestedModule
        $accessKey = 'AKIAPESTERTEST000001'
        $secretKey = 'pester/test+secret/key00000000000000001'
        $fake = Start-Fake '--region', 'eu-west-1', '--access-key', $accessKey, '--secret-key', $secretKey
        $arn = 'arn:aws:sso::111122223333:application/ssoins-1/apl-2'
        $common = @{ ClientId = $arn; Region = 'eu-west-1'; EndpointUrl = $fake.Url; AccessKey = $accessKey; SecretKey = $secretKey }
    }
    AfterAll { Stop-Fake $fake }
    BeforeEach { Reset-Fake $fake }

    It 'exchanges an assertion with a signed call' {
        $token = New-SSOOIDCTokenWithIAM @common -Assertion e30.e30.c2lnbmF0dXJl

        $token | Should -BeOfType SsoOidc.IamToken
        $token.AccessToken | Should -Not -BeNullOrEmpty
        $token.IdToken | Should -Not -BeNullOrEmpty
        $token.AwsAdditionalDetails.IdentityContext | Should -Not -BeNullOrEmpty
        $token.Scope | Should -Be 'openid', 'aws', 'sts:identity_context'
        $request = Get-FakeJournal $fake
        $request.query.aws_iam | Should -Be t
        $request.headers.Authorization | Should -Match "^AWS4-HMAC-SHA256 Credential=$accessKey/\d{8}/eu-west-1/sso-oauth/aws4_request"
    }

    It 'refreshes a piped token' {
        $first = New-SSOOIDCTokenWithIAM @common -Assertion e30.e30.c2lnbmF0dXJl

        $second = $first | New-SSOOIDCTokenWithIAM -AccessKey $accessKey -SecretKey $secretKey

        $second.AccessToken | Should -Not -Be $first.AccessToken
        $second.Region | Should -Be eu-west-1
        @(Get-FakeJournal $fake)[-1].body.grantType | Should -Be refresh_token
    }

    It 'exchanges the token of a login' {
        $login = Register-SSOOIDCClient cli -EndpointUrl $fake.Url |
            Start-SSOOIDCDeviceAuthorization -StartUrl https://example.awsapps.com/start | New-SSOOIDCToken

        $token = New-SSOOIDCTokenWithIAM @common -SubjectToken $login.AccessToken

        $token.IssuedTokenType | Should -Be 'urn:ietf:params:oauth:token-type:access_token'
    }

    It 'says which region an application belongs to' {
        $wrong = $common.Clone()
        $wrong.Region = 'us-east-1'

        $thrown = Get-Thrown { New-SSOOIDCTokenWithIAM @wrong -Assertion e30.e30.c2lnbmF0dXJl }

        $thrown.Exception | Should -BeOfType SsoOidc.InvalidRequestRegionException
        $thrown.Exception.Region | Should -Be eu-west-1
    }

    It 'sends nothing without credentials' {
        $thrown = Get-Thrown { New-SSOOIDCTokenWithIAM $arn -Region eu-west-1 -EndpointUrl $fake.Url -Assertion e30.e30.c2lnbmF0dXJl }

        $thrown.FullyQualifiedErrorId | Should -Be 'InvalidConfiguration,SsoOidc.Commands.NewSSOOIDCTokenWithIAMCommand'
        Get-FakeJournal $fake | Should -BeNullOrEmpty
    }

    It 'calls nothing under -WhatIf' {
        New-SSOOIDCTokenWithIAM @common -Assertion e30.e30.c2lnbmF0dXJl -WhatIf | Should -BeNullOrEmpty

        Get-FakeJournal $fake | Should -BeNullOrEmpty
    }
}
