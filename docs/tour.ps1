# Log in: one command gives a session with a valid token. Here by a device code, in a home folder made for this demo.
Connect-SSOOIDCSession -SessionName demo -StartUrl https://example.awsapps.com/start -Region eu-west-1 -UseDeviceCode

# From now on nobody is asked: the token is in the cache that all AWS tools share, and is refreshed when it nears its end.
Connect-SSOOIDCSession demo -MinimumRemaining 3600 | Format-List SessionName, Source

# Which sessions are there, and how long do they last? The AWS CLI's are listed too.
Get-SSOOIDCSession

# What may this session do, and where? The accounts and roles come from the access portal, below the limit that the service has.
Get-SSOOIDCRole

# The keys of a role, masked on screen. They bind to any cmdlet of AWS.Tools, and New-SSOOIDCProfile writes profiles for all AWS tools.
Get-SSOOIDCRoleCredential 111122223333 ReadOnlyAccess

# A program with the role, and the shell as it was before when it ends.
Use-SSOOIDCRole 111122223333 ReadOnlyAccess { "running as $env:AWS_ACCESS_KEY_ID" }

# End it, at the service as well.
Disconnect-SSOOIDCSession demo

# Log in with a device code: register a client, start the login, wait for the approval.
$token = Register-SSOOIDCClient -ClientName my-script -Scope sso:account:access -Region eu-west-1 |
    Start-SSOOIDCDeviceAuthorization -StartUrl https://example.awsapps.com/start |
    New-SSOOIDCToken -Wait

# What is shown is masked. The next cmdlet takes the whole token from the property AccessToken.
$token

# Refresh: pipe the token back. A refresh token works once, so keep the result: it has the next one.
$token = $token | New-SSOOIDCToken
$token

# Exchange the token for one of an application. Only this call is signed, with the credentials that AWS tools find; here those of the environment.
$application = 'arn:aws:sso::111122223333:application/ssoins-1111222233334444/apl-5555666677778888'
New-SSOOIDCTokenWithIAM -ClientId $application -SubjectToken $token.AccessToken -Region eu-west-1
