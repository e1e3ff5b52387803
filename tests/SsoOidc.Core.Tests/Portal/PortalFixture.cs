using Microsoft.Extensions.Time.Testing;
using SsoOidc.Credentials;
using SsoOidc.FakeEndpoint;
using SsoOidc.Login.Flows;
using SsoOidc.Portal;
using SsoOidc.Settings;
using SsoOidc.Tests.Config;

namespace SsoOidc.Tests.Portal;

/// <summary>A fake portal with somebody who is logged in, on a clock on which waits are over at once.</summary>
internal sealed class PortalFixture : IAsyncDisposable, ISsoTokenSource
{
    public const string StartUrl = "https://corp.awsapps.com/start";

    private readonly ConfigFixture _files = new();

    private PortalFixture(FakeServer fake, Clock clock, string token)
    {
        Fake = fake;
        Time = clock;
        Token = token;
        Pacer = new RequestPacer(clock);
        _files.Variables["AWS_ENDPOINT_URL_SSO"] = fake.Url.AbsoluteUri;
    }

    public FakeServer Fake { get; }

    public Clock Time { get; }

    public string Token { get; set; }

    public RequestPacer Pacer { get; }

    public List<RequestSummary> Summaries { get; } = [];

    public int TokensAsked { get; private set; }

    public IReadOnlyList<JournalEntry> Reads => [.. Fake.Journal.Where(entry => entry.Operation is "ListAccounts" or "ListAccountRoles" or "GetRoleCredentials")];

    public static async Task<PortalFixture> StartAsync(FakeOptions? options = null)
    {
        var clock = new Clock();
        var fake = await FakeServer.StartAsync((options ?? new FakeOptions()) with { TimeProvider = clock }, A.Ct);
        using var client = new SsoOidcClient(new SsoOidcClientOptions { EndpointUrl = fake.Url });
        var registration = await client.RegisterClientAsync(new RegisterClientRequest { ClientName = "n", ClientType = "public", Scopes = ["sso:account:access"] }, A.Ct);
        var device = await client.StartDeviceAuthorizationAsync(
            new StartDeviceAuthorizationRequest { ClientId = registration.ClientId, ClientSecret = registration.ClientSecret, StartUrl = StartUrl }, A.Ct);
        var token = await client.CreateTokenAsync(
            new CreateTokenRequest
            {
                ClientId = registration.ClientId,
                ClientSecret = registration.ClientSecret,
                GrantType = GrantTypes.DeviceCode,
                DeviceCode = device.DeviceCode,
            },
            A.Ct);
        return new PortalFixture(fake, clock, token.AccessToken!);
    }

    public SessionPortal Portal(HttpMessageHandler? handler = null) => new(
        new CredentialContext
        {
            Settings = new AwsSettings(_files.Config),
            SsoTokens = this,
            HttpMessageHandler = handler,
            TimeProvider = Time,
            Random = () => 0,
            RequestCompleted = Summaries.Add,
            Cache = new SourceCache(),
        },
        LoginTarget.Create("corp", StartUrl, "us-east-1", null),
        Pacer);

    public PortalClient Client(HttpMessageHandler handler) => new(
        Fake.Url, new SsoOidcClientOptions { HttpMessageHandler = handler, TimeProvider = Time, Random = () => 0, Timeout = Timeout.InfiniteTimeSpan }, Pacer);

    public Task<string> GetTokenAsync(CancellationToken cancellationToken) => Task.FromResult(Token);

    Task<string> ISsoTokenSource.GetAccessTokenAsync(LoginTarget target, CancellationToken cancellationToken)
    {
        TokensAsked++;
        return Task.FromResult(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await Fake.DisposeAsync();
        _files.Dispose();
    }

    /// <summary>The time limit of an attempt never comes; every other wait is over at once.</summary>
    internal sealed class Clock() : FakeTimeProvider(InstantClock.Now)
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime >= TimeSpan.FromSeconds(15))
                return base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period);
            var timer = base.CreateTimer(callback, state, dueTime, period);
            if (dueTime > TimeSpan.Zero)
                ThreadPool.QueueUserWorkItem(_ => Advance(dueTime));
            return timer;
        }
    }
}
