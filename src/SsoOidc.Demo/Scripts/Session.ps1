# Log in: one command gives a session with a valid token. Here by a device code, in a home folder made for this demo.
Connect-SSOOIDCSession -SessionName demo -StartUrl $startUrl -Region $service.Region -UseDeviceCode

# From now on nobody is asked: the token is in the cache that all AWS tools share, and is refreshed when it nears its end.
Connect-SSOOIDCSession demo -MinimumRemaining 3600

# Which sessions are there, and how long do they last? The AWS CLI's are listed too.
Get-SSOOIDCSession

# End it, at the service as well.
Disconnect-SSOOIDCSession demo
