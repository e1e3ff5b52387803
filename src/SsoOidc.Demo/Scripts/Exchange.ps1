# Exchange the token for one of an application. This call is signed with AWS credentials.
$keys = @{ AccessKey = $env:AWS_ACCESS_KEY_ID; SecretKey = $env:AWS_SECRET_ACCESS_KEY; SessionToken = $env:AWS_SESSION_TOKEN }
$appToken = New-SSOOIDCTokenWithIAM -ClientId $application -SubjectToken $token.AccessToken @service @keys
"$appToken"
$appToken.Scope
