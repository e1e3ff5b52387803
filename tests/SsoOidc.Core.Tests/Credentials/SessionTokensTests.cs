using SsoOidc.Cache;
using SsoOidc.Credentials;
using SsoOidc.Login;
using SsoOidc.Login.Browser;
using SsoOidc.Login.Flows;
using SsoOidc.Tests.Config;

namespace SsoOidc.Tests.Credentials;

public sealed class SessionTokensTests : IDisposable
{
    private static readonly LoginTarget Target = LoginTarget.Create("s", "https://x.awsapps.com/start", "us-east-2", null);

    private readonly ConfigFixture _files = new();
    private readonly CredentialFixture.ShortWaitClock _clock = new();
    private readonly TokenCache _cache;

    public SessionTokensTests()
    {
        _cache = new TokenCache(Path.Combine(_files.Home, ".aws", "sso", "cache"), _clock);
    }

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task A_cached_token_is_given_as_it_is()
    {
        await SaveAsync(TimeSpan.FromHours(1));

        Assert.Equal("cached", await GetAsync());
    }

    [Fact]
    public async Task A_token_near_its_end_is_refreshed()
    {
        await using var service = await LocalService.StartAsync(200, """{"accessToken":"refreshed","expiresIn":3600}""");
        await SaveAsync(TimeSpan.FromMinutes(1), "refresh");

        Assert.Equal("refreshed", await GetAsync(service.Url));
        Assert.Equal("POST /token", string.Join(" ", service.Requests.Select(request => $"{request.Method} {request.PathAndQuery}")));
    }

    [Fact]
    public async Task Without_a_token_the_error_names_the_command_that_logs_in()
    {
        var error = await Assert.ThrowsAsync<SsoOidcLoginException>(() => GetAsync());

        Assert.Equal("Nobody is logged in to the session 's'. Log in: `ConnectAsync` `SessionName` s", error.Message);
    }

    private async Task SaveAsync(TimeSpan life, string? refreshToken = null)
    {
        var token = new CachedToken
        {
            StartUrl = Target.StartUrl,
            Region = Target.Region,
            AccessToken = "cached",
            ExpiresAt = _clock.GetUtcNow() + life,
            ClientId = "id",
            ClientSecret = "secret",
            RefreshToken = refreshToken,
        };
        Assert.Null(await _cache.SaveTokenAsync(Target.CacheKey, token));
    }

    private async Task<string> GetAsync(Uri? endpoint = null)
    {
        var services = new LoginServices
        {
            Config = _files.Config,
            Cache = _cache,
            Environment = new LoginEnvironment(_ => null, _ => false),
            Ui = new NobodyUi(),
            ClientOptions = target => new SsoOidcClientOptions { Region = target.Region, EndpointUrl = endpoint },
            OpenBrowser = (_, _, _) => throw new InvalidOperationException("No login was asked for."),
            Time = _clock,
        };
        return await new SessionTokens(services).GetAccessTokenAsync(Target, TestContext.Current.CancellationToken);
    }

    private sealed class NobodyUi : ILoginUi
    {
        public bool CanPaste => false;

        public Task ShowAsync(LoginPrompt prompt, CancellationToken cancellationToken) => throw new InvalidOperationException("No login was asked for.");

        public void Report(LoginProgress progress) => throw new InvalidOperationException("No login was asked for.");

        public void Tell(string message) => throw new InvalidOperationException(message);

        public void Warn(string message) => throw new InvalidOperationException(message);

        public Task<string?> ReadPastedAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("No login was asked for.");
    }
}
