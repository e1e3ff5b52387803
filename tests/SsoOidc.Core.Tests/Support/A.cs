namespace SsoOidc.Tests;

/// <summary>Valid things to start a test from; the name reads "A.Client(...)".</summary>
internal static class A
{
    public const string Region = "eu-west-1";

    /// <summary>A client over a stub, without time limit, whose jitter is the longest.</summary>
    public static SsoOidcClient Client(HttpMessageHandler handler, TimeProvider? clock = null, Func<SsoOidcClientOptions, SsoOidcClientOptions>? with = null)
    {
        var options = new SsoOidcClientOptions
        {
            Region = Region,
            HttpMessageHandler = handler,
            TimeProvider = clock ?? new InstantClock(),
            Timeout = Timeout.InfiniteTimeSpan,
            Random = () => 1,
        };
        return new SsoOidcClient(with is null ? options : with(options));
    }

    public static RegisterClientRequest Registration { get; } = new() { ClientName = "n", ClientType = "public" };

    public static StartDeviceAuthorizationRequest DeviceStart { get; } = new() { ClientId = "id", ClientSecret = "s", StartUrl = "https://d-1.awsapps.com/start" };

    public static CreateTokenRequest Token(string grantType) => new() { ClientId = "id", ClientSecret = "s", GrantType = grantType };

    public static CreateTokenRequest DeviceToken { get; } = Token(GrantTypes.DeviceCode) with { DeviceCode = "dc" };

    public static CreateTokenWithIAMRequest IamToken(string grantType = GrantTypes.TokenExchange) => new() { ClientId = "arn:aws:sso::1:application/a/b", GrantType = grantType };

    public static AwsCredentials Credentials { get; } = new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");

    public static CancellationToken Ct => TestContext.Current.CancellationToken;
}
