using SsoOidc.Cache;


namespace SsoOidc.Tests.Credentials;

public sealed class SsoRoleTests : IDisposable
{
    private const string Session = "[sso-session s]\nsso_start_url = https://x.awsapps.com/start\nsso_region = us-east-2\n";
    private const string Profile = "[profile p]\nsso_session = s\nsso_account_id = 123456789012\nsso_role_name = Read&Only\nregion = eu-west-1\n";
    private const string Description = "SSO role Read&Only in account 123456789012 of profile 'p'";

    private readonly CredentialFixture _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public async Task The_role_of_a_session_that_is_logged_in_signs()
    {
        await using var portal = await PortalAsync();
        _test.Files.WithConfig(Session + Profile);

        await _test.AssertSignsAsync("p", "ASIASSO", "sso-secret", "sso-session-token");

        var request = Assert.Single(portal.Requests);
        Assert.Equal("GET /federation/credentials?role_name=Read%26Only&account_id=123456789012", $"{request.Method} {request.PathAndQuery}");
        Assert.Equal("sso-token", request.Header("x-amz-sso_bearer_token"));
        Assert.Null(request.Header("Authorization"));
        AssertAsked("s", "https://x.awsapps.com/start");
        Assert.Equal([$"Credentials: access key ASIASSO from {Description}."], _test.Debug);
    }

    [Fact]
    public async Task A_legacy_profile_asks_for_the_token_of_its_start_url()
    {
        await using var portal = await PortalAsync();
        _test.Files.WithConfig("[profile p]\nsso_start_url = https://y\nsso_region = us-east-2\nsso_account_id = 1\nsso_role_name = r\n");

        Assert.Equal("ASIASSO", (await _test.GetAsync("p")).AccessKeyId);
        AssertAsked(null, "https://y");
    }

    [Theory]
    [InlineData("us-east-2", null, null, "https://portal.sso.us-east-2.amazonaws.com/")]
    [InlineData("cn-north-1", null, null, "https://portal.sso.cn-north-1.amazonaws.com.cn/")]
    [InlineData("us-east-2", "true", null, "https://portal.sso-fips.us-east-2.amazonaws.com/")]
    [InlineData("us-gov-west-1", "true", null, "https://portal.sso.us-gov-west-1.amazonaws.com/")]
    [InlineData("us-east-2", null, "true", "https://portal.sso.us-east-2.api.aws/")]
    public async Task The_portal_of_the_sessions_region_is_asked(string region, string? fips, string? dualStack, string expected)
    {
        var handler = new OneAnswer();
        _test.Handler = handler;
        _test.Variables["AWS_USE_FIPS_ENDPOINT"] = fips;
        _test.Variables["AWS_USE_DUALSTACK_ENDPOINT"] = dualStack;
        _test.Files.WithConfig(Session.Replace("us-east-2", region, StringComparison.Ordinal).Replace("x.awsapps.com", "sso.example.com", StringComparison.Ordinal) + Profile);

        await _test.GetAsync("p");

        Assert.Equal(expected + "federation/credentials?role_name=Read%26Only&account_id=123456789012", Assert.Single(handler.Addresses).AbsoluteUri);
    }

    [Fact]
    public async Task A_dual_stack_start_url_leads_to_the_dual_stack_portal_unless_an_endpoint_is_configured()
    {
        var handler = new OneAnswer();
        _test.Handler = handler;
        _test.Files.WithConfig(Session.Replace("x.awsapps.com/start", "ssoins-1.us-east-2.portal.app.aws", StringComparison.Ordinal) + Profile);

        await _test.GetAsync("p");
        _test.Variables["AWS_ENDPOINT_URL_SSO"] = "https://localhost:1";
        await _test.GetAsync("p");

        Assert.Equal(["portal.sso.us-east-2.api.aws", "localhost"], handler.Addresses.Select(address => address.Host));
    }

    [Fact]
    public async Task A_start_url_that_is_none_is_an_error_before_any_request()
    {
        _test.Files.WithConfig(Session.Replace("https", "http", StringComparison.Ordinal) + Profile);

        Assert.StartsWith("The start URL 'http://x.awsapps.com/start' is not an https address.", await _test.FailAsync("p"), StringComparison.Ordinal);
        Assert.Empty(_test.SsoTokens.Asked);
    }

    [Fact]
    public async Task The_role_is_cached_for_as_long_as_the_token_is_the_same()
    {
        await using var portal = await PortalAsync();
        _test.Files.WithConfig(Session + Profile);

        await _test.GetAsync("p");
        await _test.GetAsync("p");
        Assert.Single(portal.Requests);
        Assert.Equal(2, _test.SsoTokens.Asked.Count);

        _test.SsoTokens.Token = "of another person";
        await _test.GetAsync("p");
        Assert.Equal(["sso-token", "of another person"], portal.Requests.Select(request => request.Header("x-amz-sso_bearer_token")));
    }

    [Fact]
    public async Task After_a_logout_the_cached_role_is_not_handed_out()
    {
        await using var portal = await PortalAsync();
        _test.Files.WithConfig(Session + Profile);
        await _test.GetAsync("p");

        var error = new SsoOidcLoginException(LoginFailure.LoginRequired, "Nobody is logged in.");
        _test.SsoTokens.Error = error;

        Assert.Same(error, await Assert.ThrowsAsync<SsoOidcLoginException>(() => _test.GetAsync("p")));
    }

    [Theory]
    [InlineData(401, "the portal refused the token of the session 's': the session is over. Log in: `ConnectAsync` `SessionName` s `Force`")]
    [InlineData(403, "the portal says that the role is not assigned to you. Check sso_account_id and sso_role_name.")]
    [InlineData(404, "the portal knows no such account or role. Check sso_account_id, sso_role_name and sso_region.")]
    [InlineData(302, "the portal answered with HTTP status 302.")]
    public async Task What_the_portal_refuses_is_one_error_that_says_what_to_do(int status, string expected)
    {
        await using var portal = await LocalService.StartAsync(status, """{"message":"sso-token"}""");
        _test.Variables["AWS_ENDPOINT_URL_SSO"] = portal.Url.AbsoluteUri;
        _test.Files.WithConfig(Session + Profile);

        Assert.Equal($"{Description}: {expected}", await _test.FailAsync("p"));
        Assert.Single(portal.Requests);
    }

    [Fact]
    public async Task A_legacy_profile_is_told_to_log_in_by_its_start_url()
    {
        await using var portal = await LocalService.StartAsync(401, "");
        _test.Variables["AWS_ENDPOINT_URL_SSO"] = portal.Url.AbsoluteUri;
        _test.Files.WithConfig("[profile p]\nsso_start_url = https://y\nsso_region = us-east-2\nsso_account_id = 1\nsso_role_name = r\n");

        Assert.EndsWith("the session is over. Log in: `ConnectAsync` `StartUrl` https://y `Region` us-east-2 `Force`", await _test.FailAsync("p"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", "it gave no JSON object.")]
    [InlineData("<html>", "it gave no JSON object.")]
    [InlineData("{}", "the portal's answer has no roleCredentials.")]
    [InlineData("""{"roleCredentials":{"accessKeyId":"K"}}""", "it gave no access key id and secret access key, or ones with blanks in them.")]
    [InlineData("""{"roleCredentials":{"accessKeyId":"K","secretAccessKey":"s","expiration":1}}""", "it gave credentials that ended at 1970-01-01 00:00:00Z. Check the clock, and renew them at their source.")]
    public async Task What_the_portal_garbles_is_one_error(string body, string expected)
    {
        await using var portal = await LocalService.StartAsync(200, body);
        _test.Variables["AWS_ENDPOINT_URL_SSO"] = portal.Url.AbsoluteUri;
        _test.Files.WithConfig(Session + Profile);

        Assert.Equal($"{Description}: {expected}", await _test.FailAsync("p"));
    }

    [Fact]
    public async Task An_expiration_beyond_the_calendar_is_its_end()
    {
        await using var portal = await LocalService.StartAsync(200, """{"roleCredentials":{"accessKeyId":"K","secretAccessKey":"s","expiration":9223372036854775807}}""");
        _test.Variables["AWS_ENDPOINT_URL_SSO"] = portal.Url.AbsoluteUri;
        _test.Files.WithConfig(Session + Profile);

        Assert.Equal(9999, (await _test.GetAsync("p")).Expiration?.Year);
    }

    [Theory]
    [InlineData("sso_account_id", "123456789012")]
    [InlineData("sso_role_name", "ReadOnly")]
    public async Task A_profile_with_a_session_alone_gives_no_credentials(string key, string example)
    {
        _test.Files.WithConfig(Session + string.Join('\n', Profile.Split('\n').Where(line => !line.StartsWith(key, StringComparison.Ordinal))));

        Assert.Equal(
            $"profile 'p': it has an SSO session but no {key}, and without that a session gives a token only. Add it, such as {key} = {example}.",
            await _test.FailAsync("p"));
        Assert.Empty(_test.SsoTokens.Asked);
    }

    [Fact]
    public async Task A_session_comes_before_keys_in_the_profile()
    {
        await using var portal = await PortalAsync();
        _test.Files.WithConfig(Session + Profile).WithCredentials("[p]\n" + CredentialFixture.Profile);

        await _test.GetAsync("p");

        Assert.StartsWith("SSO role", _test.Debug[0].Split(" from ")[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_can_be_assumed_from_a_session()
    {
        await using var portal = await PortalAsync();
        await using var sts = await LocalService.StartAsync(200, RoleTests.Answer("AssumeRole"));
        _test.Variables["AWS_ENDPOINT_URL_STS"] = sts.Url.AbsoluteUri;
        _test.Files.WithConfig(Session + Profile + "[profile q]\nrole_arn = arn\nsource_profile = p\n");

        Assert.Equal("ASIAROLE", (await _test.GetAsync("q")).AccessKeyId);
        Assert.Contains("Credential=ASIASSO/", sts.Requests[0].Header("Authorization"), StringComparison.Ordinal);
    }

    // The end is 2026-11-22T13:00:00Z, an hour from now.
    private const string Answer = """
        {"roleCredentials":{"accessKeyId":"ASIASSO","secretAccessKey":"sso-secret","sessionToken":"sso-session-token","expiration":1795352400000,"new":null}}
        """;

    private void AssertAsked(string? sessionName, string startUrl)
    {
        var target = Assert.Single(_test.SsoTokens.Asked);
        Assert.Equal(
            (sessionName, startUrl, "us-east-2", false, null, TokenCache.TokenKey(sessionName, startUrl)),
            (target.SessionName, target.StartUrl, target.Region, target.IsDualStack, target.ConfiguredScopes, target.CacheKey));
    }

    private async Task<LocalService> PortalAsync()
    {
        var portal = await LocalService.StartAsync(200, Answer);
        _test.Variables["AWS_ENDPOINT_URL_SSO"] = portal.Url.AbsoluteUri;
        return portal;
    }

    private sealed class OneAnswer : HttpMessageHandler
    {
        public List<Uri> Addresses { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Addresses.Add(request.RequestUri!);
            return Task.FromResult(new HttpResponseMessage { Content = new StringContent(Answer) });
        }
    }
}
