namespace SsoOidc.ModuleTests.Sessions;

/// <summary>The likeliest mistakes: each has an id of its own, says what happened, and what to do in the very call that failed, arguments included.</summary>
[Collection(nameof(SessionCollection))]
public sealed class MistakeTests
{
    private const string Two = Home.Corp + "[sso-session lab]\nsso_start_url = https://lab.awsapps.com/start\nsso_region = eu-west-1\n";
    private const string Start = "Start-SSOOIDCDeviceAuthorization id -ClientSecret s -StartUrl https://corp.awsapps.com/start -Region eu-west-1";
    private const string Poll = "New-SSOOIDCToken id -ClientSecret s -DeviceCode d -Region eu-west-1";
    private const string Signed = "New-SSOOIDCTokenWithIAM arn:aws:sso::111122223333:application/ssoins-1/apl-1 -AccessKey k -SecretKey s";

    private static readonly Dictionary<string, Mistake> Mistakes = new()
    {
        ["no region"] = new(Signed + " -Assertion a.b.c", "RegionMissing", "No region is known", "Give the region of IAM Identity Center, not the one that you work in: -Region eu-west-1."),
        ["no region name"] = new("Register-SSOOIDCClient cli -Region 'eu west'", "InvalidConfiguration", "is not a region name", null),
        ["an unknown profile"] = new("Connect-SSOOIDCSession -ProfileName nope", "ProfileNotFound", "There is no profile 'nope'", "Name one of the profiles"),
        ["an unknown session"] = new("Connect-SSOOIDCSession nowhere", "SessionNotFound", "nowhere", "See the names with Get-SSOOIDCSession"),
        ["several sessions"] = new("Connect-SSOOIDCSession", "SessionAmbiguous", "corp (https://corp.awsapps.com/start), lab", "Name one of the sessions") { Config = Two },
        ["no session"] = new("Connect-SSOOIDCSession", "SessionMissing", "Connect-SSOOIDCSession -StartUrl https://my-company.awsapps.com/start -Region eu-west-1", "Log in to one: Connect-SSOOIDCSession -StartUrl") { Config = "" },
        ["no https"] = new("Connect-SSOOIDCSession -StartUrl http://corp.awsapps.com", "InvalidConfiguration", "is not an https address. Expected the address of the access portal, for example https://corp.awsapps.com.", null),
        ["a wrong start URL in a login"] = new("Connect-SSOOIDCSession corp -UseDeviceCode", "LoginWrongRegionOrStartUrl", "One of the two is most likely wrong", "settings page of IAM Identity Center") { Fault = Of("InvalidRequest", "StartDeviceAuthorization") },
        ["a wrong start URL"] = new(Start, "InvalidRequestException", "No.", "-Region is the region of IAM Identity Center") { Fault = Of("InvalidRequest") },
        ["a registration that is refused"] = new("Register-SSOOIDCClient cli -RedirectUris x", "InvalidRequestException", "No.", "Check -GrantType, -RedirectUris") { Fault = Of("InvalidRequest") },
        ["an expired registration"] = new(Start, "InvalidClientException", "No.", "Run Register-SSOOIDCClient -Region eu-west-1 for") { Fault = Of("InvalidClient") },
        ["an expired device code"] = new(Poll, "ExpiredTokenException", "No.", "Run Start-SSOOIDCDeviceAuthorization -Region eu-west-1 for") { Fault = Of("ExpiredToken") },
        ["no approval yet"] = new(Poll, "AuthorizationPendingException", "No.", "New-SSOOIDCToken -Wait") { Fault = Of("AuthorizationPending") },
        ["polling too fast"] = new(Poll, "SlowDownException", "No.", "Add 5 seconds") { Fault = Of("SlowDown") },
        ["a login that was refused"] = new(Poll, "AccessDeniedException", "No.", "Start the login again") { Fault = Of("AccessDenied") },
        ["a spent refresh token"] = new("New-SSOOIDCToken id -ClientSecret s -RefreshToken r", "InvalidGrantException", "No.", "Log in again") { Fault = Of("InvalidGrant") },
        ["a spent authorization code"] = new("New-SSOOIDCToken id -ClientSecret s -Code c -CodeVerifier v -RedirectUri r", "InvalidGrantException", "No.", "Get a new authorization code") { Fault = Of("InvalidGrant") },
        ["a refused assertion"] = new(Signed + " -Assertion a.b.c -Region eu-west-1", "InvalidGrantException", "No.", "Check the assertion") { Fault = Of("InvalidGrant") },
        ["a refused subject token"] = new(Signed + " -SubjectToken t -Region eu-west-1", "InvalidGrantException", "No.", "Check the subject token") { Fault = Of("InvalidGrant") },
        ["an unknown application"] = new(Signed + " -SubjectToken t -Region eu-west-1", "InvalidClientException", "No.", "the ARN of an application") { Fault = Of("InvalidClient") },
        ["keys that may not"] = new(Signed + " -SubjectToken t -Region eu-west-1", "ServiceError", "HTTP status 403", "sso-oauth:CreateTokenWithIAM") { Fault = With(403) },
        ["half a key"] = new("New-SSOOIDCTokenWithIAM app -Assertion a.b.c -AccessKey k -Region eu-west-1", "InvalidArgument", "-AccessKey and -SecretKey go together", null),
        ["too many calls"] = new("Register-SSOOIDCClient cli", "Throttled", "HTTP status 429, request id request-1", "Wait a minute and try again") { Fault = With(429) },
        ["a service that is down"] = new("Register-SSOOIDCClient cli", "ServiceUnavailable", "HTTP status 503, request id request-1", "quote the request id") { Fault = With(503) },
        ["a proxy that wants a password"] = new("Register-SSOOIDCClient cli", "ProxyAuthenticationRequired", "HTTP status 407", "give -Proxy and -ProxyCredential") { Fault = With(407) },
        ["a proxy that wants a password, in a login"] = new("Connect-SSOOIDCSession corp -UseDeviceCode", "ProxyAuthenticationRequired", "HTTP status 407", "Set-AWSProxy") { Fault = With(407) },
        ["no connection"] = new("Register-SSOOIDCClient cli -EndpointUrl http://127.0.0.1:1", "ConnectionFailed", "127.0.0.1:1", "Check the network, the proxy, -Region and -EndpointUrl."),
        ["no connection in a login"] = new("Connect-SSOOIDCSession corp -UseDeviceCode", "ConnectionFailed", "127.0.0.1:1", "the region of the session, and AWS_ENDPOINT_URL and its like.") { Endpoint = "http://127.0.0.1:1" },
        ["a page of somebody else"] = new("Register-SSOOIDCClient cli", "InvalidResponse", "not the JSON", "Check -EndpointUrl and any proxy") { Fault = new Fault { Kind = FaultKind.Status, Status = 200, Body = "<html>" } },
        ["nobody there"] = new("Connect-SSOOIDCSession corp -Scope openid", "LoginNotInteractive", "nobody can answer here", "Connect-SSOOIDCSession -SessionName corp -Scope openid") { IsBuildServer = true },
        ["no login"] = new("New-SSOOIDCToken -SessionName corp", "LoginRequired", "Nobody is logged in", "Log in: Connect-SSOOIDCSession -SessionName corp"),
    };

    public static TheoryData<string> Names => [.. Mistakes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_error_says_what_happened_and_what_to_do(string name)
    {
        var mistake = Mistakes[name];
        await using var home = await Home.StartAsync();
        home.Set("AWS_MAX_ATTEMPTS", "1");
        if (mistake.IsBuildServer)
            home.Set("CI", "true");
        if (mistake.Endpoint is not null)
            home.Set("AWS_ENDPOINT_URL_SSO_OIDC", mistake.Endpoint);
        home.Config = mistake.Config;
        if (mistake.Fault is not null)
            home.Server.AddFault(mistake.Fault);

        var error = (await home.RunAsync(mistake.Script)).Error();

        Assert.Equal(mistake.Id, error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Contains(mistake.Message, error.Exception.Message, StringComparison.Ordinal);
        if (mistake.Advice is null)
            Assert.Null(error.ErrorDetails);
        else
            Assert.Contains(mistake.Advice, error.ErrorDetails.RecommendedAction.Replace('\n', ' '), StringComparison.Ordinal);
        Assert.All((error.ErrorDetails?.RecommendedAction ?? "").Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        Assert.DoesNotContain("{", error.ErrorDetails?.RecommendedAction ?? "", StringComparison.Ordinal);
        // A parameter that is advised is one of the call that failed or of the command that is named.
        if (mistake.Script.StartsWith("Connect-", StringComparison.Ordinal))
            Assert.DoesNotMatch("-(EndpointUrl|Proxy|ProxyCredential|TimeoutSec)", error.ErrorDetails?.RecommendedAction ?? "");
    }

    [Fact]
    public async Task A_command_that_is_advised_has_the_arguments_as_they_are_typed_and_breaks_where_it_can_be_pasted()
    {
        await using var home = await Home.StartAsync();
        home.Set("CI", "true");

        var error = (await home.RunAsync("Connect-SSOOIDCSession -StartUrl https://bare.awsapps.com/start -Region eu-west-1 -Scope sso:account:access, 'it''s' -RedirectPort 8400 -NoBrowser")).Error();

        Assert.Equal(
            """
            Log in where somebody can answer:
            Connect-SSOOIDCSession -StartUrl https://bare.awsapps.com/start `
                -Region eu-west-1 -Scope sso:account:access, 'it''s' -NoBrowser `
                -RedirectPort 8400
            """.ReplaceLineEndings("\n"),
            error.ErrorDetails.RecommendedAction);
    }

    private static Fault Of(string error, string? operation = null) => new() { Kind = FaultKind.Error, Error = error, Description = "No.", Operation = operation };

    private static Fault With(int status) =>
        new() { Kind = FaultKind.Status, Status = status, Body = "{}", Headers = new Dictionary<string, string> { ["x-amzn-RequestId"] = "request-1" } };

    private sealed record Mistake(string Script, string Id, string Message, string? Advice)
    {
        public string Config { get; init; } = Home.Corp;

        public Fault? Fault { get; init; }

        public string? Endpoint { get; init; }

        public bool IsBuildServer { get; init; }
    }
}
