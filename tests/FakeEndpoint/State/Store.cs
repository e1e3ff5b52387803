using System.Security.Cryptography;
using System.Text.Json;

namespace SsoOidc.FakeEndpoint.State;

/// <summary>All that the service remembers. Not thread safe: the dispatcher handles one request at a time.</summary>
internal sealed class Store
{
    private static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(10);

    private readonly FakeOptions _options;

    public Store(FakeOptions options, Secrets secrets)
    {
        _options = options;
        Secrets = secrets;
    }

    public Secrets Secrets { get; }
    public DateTimeOffset Now => _options.TimeProvider.GetUtcNow();
    public Dictionary<string, ClientRegistration> Clients { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, DeviceAuthorization> Devices { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, AuthorizationRequest> Authorizations { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, AuthorizationCode> Codes { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, AccessToken> AccessTokens { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, Grant> RefreshTokens { get; } = new(StringComparer.Ordinal);
    public HashSet<string> UsedAssertions { get; } = new(StringComparer.Ordinal);

    public SignIn NewSignIn() => new() { ExpiresAt = Now + _options.SessionLifetime };

    public AuthorizationCode NewCode(AuthorizationRequest request)
    {
        var code = new AuthorizationCode(Secrets.New("code"), request, Now + CodeLifetime);
        Codes.Add(code.Code, code);
        return code;
    }

    public string NewAccessToken(Grant grant, TimeSpan lifetime)
    {
        var value = Secrets.New("accessToken", "aoaAAAAA", 48);
        AccessTokens.Add(value, new AccessToken(grant, Now + lifetime));
        return value;
    }

    public string NewRefreshToken(Grant grant)
    {
        var value = Secrets.New("refreshToken", "aorAAAAA", 48);
        RefreshTokens.Add(value, grant);
        return value;
    }

    public AccessToken? LiveAccessToken(string value) =>
        AccessTokens.TryGetValue(value, out var token) && Now < token.ExpiresAt && !token.Grant.SignIn.Ended ? token : null;

    /// <summary>A user code in the form <c>ABCD-EFGH</c>, of consonants only so that it spells nothing.</summary>
    public string NewUserCode()
    {
        string code;
        do
        {
            var letters = RandomNumberGenerator.GetString("BCDFGHJKLMNPQRSTVWXZ", 8);
            code = $"{letters[..4]}-{letters[4..]}";
        }
        while (FindDevice(code) is not null);
        return code;
    }

    /// <summary>Finds a device by its user code as a person types it: any case, with or without the hyphen.</summary>
    public DeviceAuthorization? FindDevice(string userCode)
    {
        var letters = userCode.Replace("-", "", StringComparison.Ordinal).Trim().ToUpperInvariant();
        return Devices.Values.FirstOrDefault(d => d.UserCode.Replace("-", "", StringComparison.Ordinal) == letters);
    }

    /// <summary>Whether the code was open to a decision, which it now has.</summary>
    public bool Decide(string userCode, Decision decision)
    {
        if (FindDevice(userCode) is not { Decision: Decision.Open, Used: false } device || Now >= device.ExpiresAt)
            return false;
        device.Decision = decision;
        return true;
    }

    /// <summary>Ends all sign-ins, as an administrator does: tokens stay known and are refused.</summary>
    public void EndSignIns()
    {
        foreach (var grant in AccessTokens.Values.Select(token => token.Grant).Concat(RefreshTokens.Values))
            grant.SignIn.Ended = true;
    }

    public void Clear()
    {
        Clients.Clear();
        Devices.Clear();
        Authorizations.Clear();
        Codes.Clear();
        AccessTokens.Clear();
        RefreshTokens.Clear();
        UsedAssertions.Clear();
    }

    public void WriteCounts(Utf8JsonWriter json)
    {
        json.WriteNumber("clients", Clients.Count);
        json.WriteNumber("deviceAuthorizations", Devices.Count);
        json.WriteNumber("openAuthorizations", Authorizations.Count);
        json.WriteNumber("authorizationCodes", Codes.Count);
        json.WriteNumber("accessTokens", AccessTokens.Keys.Count(token => LiveAccessToken(token) is not null));
        json.WriteNumber("refreshTokens", RefreshTokens.Values.Count(grant => !grant.SignIn.Ended && Now < grant.SignIn.ExpiresAt));
    }
}
