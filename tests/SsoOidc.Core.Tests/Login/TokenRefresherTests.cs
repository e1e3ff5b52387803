using SsoOidc.Cache;
using SsoOidc.Login;
using SsoOidc.Login.Flows;
using SsoOidc.Tests.Login.Browser;

namespace SsoOidc.Tests.Login;

public sealed class TokenRefresherTests
{
    private const string DualStackUrl = "https://ssoins-1.eu-west-1.portal.app.aws";

    [Theory]
    [InlineData(LoginFixture.PortalUrl, false, null, null, "portal.sso.eu-west-1.amazonaws.com")]
    [InlineData(LoginFixture.PortalUrl, true, null, null, "portal.sso-fips.eu-west-1.amazonaws.com")]
    [InlineData(LoginFixture.PortalUrl, false, true, null, "portal.sso.eu-west-1.api.aws")]
    [InlineData(LoginFixture.PortalUrl, true, true, null, "portal.sso-fips.eu-west-1.api.aws")]
    [InlineData(DualStackUrl, false, null, null, "portal.sso.eu-west-1.api.aws")]
    [InlineData(DualStackUrl, false, false, null, "portal.sso.eu-west-1.amazonaws.com")]
    [InlineData(DualStackUrl, false, null, "https://portal.example", "portal.example")]
    public async Task The_log_out_goes_where_the_portal_is(string startUrl, bool fips, bool? dualStack, string? custom, string host)
    {
        await using var login = await LoginFixture.StartAsync();
        var network = new StubHandler(Answer.Ok());
        var services = new LoginServices
        {
            Config = login.Config(),
            Cache = login.Cache,
            Environment = LoginEnvironmentTests.Place("linux", ""),
            Ui = login,
            ClientOptions = target => new SsoOidcClientOptions { Region = target.Region, UseFips = fips, HttpMessageHandler = network },
            PortalEndpoint = custom is null ? null : new Uri(custom),
            UseDualStack = dualStack,
            OpenBrowser = (_, _, _) => Task.FromResult<string?>(null),
            Time = login.Time,
        };
        var token = new CachedToken { StartUrl = startUrl, Region = "eu-west-1", AccessToken = "t", ExpiresAt = login.Time.GetUtcNow().AddHours(1) };

        var result = await new TokenRefresher(services).EndAsync(LoginTarget.Create("s", startUrl, "eu-west-1", null), token, null, A.Ct);

        Assert.Equal((true, null), (result.IsOver, result.Reason));
        Assert.Equal((HttpMethod.Post, host, "/logout", "t"), (network.Only.Method, network.Only.Address.Host, network.Only.Address.AbsolutePath, network.Only.Header("x-amz-sso_bearer_token")));
    }
}
