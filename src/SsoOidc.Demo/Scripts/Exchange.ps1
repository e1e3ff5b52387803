# Exchange the token for one of an application. Only this call is signed: it takes AWS credentials.
$keys = @{ AccessKey = $env:AWS_ACCESS_KEY_ID; SecretKey = $env:AWS_SECRET_ACCESS_KEY; SessionToken = $env:AWS_SESSION_TOKEN }
New-SSOOIDCTokenWithIAM -ClientId $application -SubjectToken $token.AccessToken @service @keys
