# Exchange the token for one of an application. Only this call is signed, with the credentials that AWS tools find; here those of the environment.
New-SSOOIDCTokenWithIAM -ClientId $application -SubjectToken $token.AccessToken @service
