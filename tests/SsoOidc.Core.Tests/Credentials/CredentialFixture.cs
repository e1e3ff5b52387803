using System.Net;
using Microsoft.Extensions.Time.Testing;
using SsoOidc.Credentials;
using SsoOidc.FakeEndpoint.Signing;
using SsoOidc.Login.Flows;
using SsoOidc.Settings;
using SsoOidc.Tests.Config;

namespace SsoOidc.Tests.Credentials;

/// <summary>Files, variables, a clock and a cache of its own for a test of sources.</summary>
internal sealed class CredentialFixture : IDisposable
{
    public const string AccessKey = "AKIDEXAMPLE";
    public const string SecretKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    public const string Profile = $"aws_access_key_id = {AccessKey}\naws_secret_access_key = {SecretKey}\n";

    public static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private readonly SourceCache _cache = new();

    public ConfigFixture Files { get; } = new();

    public Dictionary<string, string?> Variables => Files.Variables;

    public ShortWaitClock Clock { get; } = new();

    public List<string> Debug { get; } = [];

    public List<string> Warnings { get; } = [];

    public FakeSsoTokens SsoTokens { get; } = new();

    public Func<string, CancellationToken, ValueTask<string>>? MfaPrompt { get; set; }

    public HttpMessageHandler? Handler { get; set; }

    public IWebProxy? Proxy { get; set; }

    /// <summary>The region of the call.</summary>
    public string? Region { get; set; } = "eu-west-1";

    public int MaxAttempts { get; set; } = 3;

    public CredentialContext Context(string? profileName = null) => new()
    {
        Settings = Files.SettingsOf(profileName),
        SsoTokens = SsoTokens,
        Region = Region,
        MfaPrompt = MfaPrompt,
        Debug = Debug.Add,
        Warn = Warnings.Add,
        HttpMessageHandler = Handler,
        Proxy = Proxy,
        TimeProvider = Clock,
        Random = () => 1,
        MaxAttempts = MaxAttempts,
        Cache = _cache,
    };

    public CredentialChain Chain(string? profileName = null, ClientArguments? inputs = null) => new(Context(profileName), inputs ?? new ClientArguments());

    public async Task<AwsCredentials> GetAsync(string? profileName = null, ClientArguments? inputs = null) =>
        await Chain(profileName, inputs).GetCredentialsAsync(TestContext.Current.CancellationToken);

    public async Task<string> FailAsync(string? profileName = null, ClientArguments? inputs = null) =>
        (await Assert.ThrowsAnyAsync<SsoOidcConfigurationException>(() => GetAsync(profileName, inputs))).Message;

    /// <summary>Signs a CreateTokenWithIAM with the chain's credentials and has the fake's own verifier check the signature.</summary>
    public async Task AssertSignsAsync(string? profileName, string accessKey, string secretKey, string? sessionToken, ClientArguments? inputs = null)
    {
        var verifier = new SigV4Verifier("sso-oauth", accessKey, secretKey, sessionToken);
        var handler = new VerifyingHandler(verifier, Clock);
        using var client = new SsoOidcClient(new SsoOidcClientOptions
        {
            Region = "eu-west-1",
            Credentials = Chain(profileName, inputs),
            HttpMessageHandler = handler,
            TimeProvider = Clock,
        });

        await client.CreateTokenWithIAMAsync(new CreateTokenWithIAMRequest { ClientId = "c", GrantType = GrantTypes.RefreshToken, RefreshToken = "r" }, TestContext.Current.CancellationToken);

        Assert.Equal([(null, "eu-west-1")], handler.Results.Select(result => (result.Error, result.Region)));
    }

    public void Dispose() => Files.Dispose();

    /// <summary>Time stands still, but for the waits before a retry (50 and 100 ms at most, seconds when throttled), which are over at once.</summary>
    internal sealed class ShortWaitClock() : FakeTimeProvider(Now)
    {
        public int Waits { get; private set; }

        public TimeSpan LongestWait { get; set; } = TimeSpan.FromMilliseconds(100);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime > LongestWait || dueTime < TimeSpan.Zero)
                return base.CreateTimer(callback, state, dueTime, period);
            Waits++;
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }

    internal sealed class FakeSsoTokens : ISsoTokenSource
    {
        public List<LoginTarget> Asked { get; } = [];

        public string Token { get; set; } = "sso-token";

        public SsoOidcException? Error { get; set; }

        public Task<string> GetAccessTokenAsync(LoginTarget target, CancellationToken cancellationToken)
        {
            Asked.Add(target);
            return Error is null ? Task.FromResult(Token) : throw Error;
        }
    }

    private sealed class VerifyingHandler(SigV4Verifier verifier, TimeProvider clock) : HttpMessageHandler
    {
        public List<SigV4Result> Results { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Results.Add(verifier.Verify(await RequestOf(request, cancellationToken), clock.GetUtcNow()));
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("{}") };
        }

        private static async Task<SigV4Request> RequestOf(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var headers = request.Headers.Concat(request.Content!.Headers)
                .Select(header => KeyValuePair.Create(header.Key, string.Join(",", header.Value)))
                .Append(KeyValuePair.Create("host", request.RequestUri!.Authority));
            return new SigV4Request(
                request.Method.Method,
                request.RequestUri.AbsolutePath,
                request.RequestUri.Query.TrimStart('?'),
                new Dictionary<string, string>(headers),
                await request.Content.ReadAsByteArrayAsync(cancellationToken));
        }
    }
}
