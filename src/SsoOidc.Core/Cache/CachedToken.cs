using System.Text;
using SsoOidc.Base;

namespace SsoOidc.Cache;

/// <summary>The content of one token file, in the form of the AWS CLI, with the members other tools put there kept.</summary>
internal sealed record CachedToken
{
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "startUrl", "region", "accessToken", "expiresAt", "clientId", "clientSecret", "registrationExpiresAt", "refreshToken",
        "loggedInAt", "loginFlow", "sessionName", "scopes", "issuedAt",
    };

    public string? StartUrl { get; init; }

    public string? Region { get; init; }

    public required string AccessToken { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public string? ClientId { get; init; }

    public string? ClientSecret { get; init; }

    public DateTimeOffset? RegistrationExpiresAt { get; init; }

    public string? RefreshToken { get; init; }

    /// <summary>
    /// When the person logged in: our own member. A tool that rewrites the file drops it, so it is absent rather than wrong after
    /// somebody else's login.
    /// </summary>
    public DateTimeOffset? LoggedInAt { get; init; }

    /// <summary><c>pkce</c> or <c>device</c>: our own member.</summary>
    public string? LoginFlow { get; init; }

    /// <summary>The name of a session, which the file's own name holds as a hash only: our own member, good if it has that hash.</summary>
    public string? SessionName { get; init; }

    /// <summary>The scopes of a login that asked for others than the usual one: our own member.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>When the access token was issued: our own member of a token that was refreshed, or that lives shorter than was asked for.</summary>
    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>How long such a token lives, as far as the file tells.</summary>
    public TimeSpan? Life => ExpiresAt - (IssuedAt ?? (RefreshToken is null ? LoggedInAt : null)) is { } life && life > TimeSpan.Zero ? life : null;

    public IReadOnlyList<KeyValuePair<string, string>> OtherMembers { get; init; } = [];

    /// <summary>Whether a refresh can be tried at <paramref name="now"/>: it needs an unexpired registration.</summary>
    public bool CanRefresh(DateTimeOffset now) =>
        RefreshToken is not null && ClientId is not null && ClientSecret is not null
        && (RegistrationExpiresAt is not { } registrationEnd || registrationEnd > now);

    /// <summary>
    /// The same session with a new access token. A reply without a refresh token leaves the old one in force (RFC 6749 section 6).
    /// </summary>
    public CachedToken Renewed(string accessToken, DateTimeOffset expiresAt, string? refreshToken) => this with
    {
        AccessToken = accessToken,
        ExpiresAt = expiresAt,
        RefreshToken = string.IsNullOrEmpty(refreshToken) ? RefreshToken : refreshToken,
    };

    /// <summary>Nothing of its content, which is secret.</summary>
    public override string ToString() => nameof(CachedToken);

    /// <summary>Returns null with a problem for a damaged file, and null without one for a file that is no token.</summary>
    public static CachedToken? Parse(byte[] utf8, out string? problem)
    {
        var json = JsonMembers.Open(utf8, out problem);
        if (json is null || !json.Has("accessToken"))
            return null;

        if (json.Text("accessToken") is not { } accessToken)
        {
            problem = "accessToken is not a text";
            return null;
        }

        if (json.Time("expiresAt") is not { } expiresAt)
        {
            problem = "expiresAt is missing or not a date";
            return null;
        }

        return new CachedToken
        {
            StartUrl = json.Text("startUrl"),
            Region = json.Text("region"),
            AccessToken = accessToken,
            ExpiresAt = expiresAt,
            ClientId = json.Text("clientId"),
            ClientSecret = json.Text("clientSecret"),
            RegistrationExpiresAt = json.Time("registrationExpiresAt"),
            RefreshToken = json.Text("refreshToken"),
            LoggedInAt = json.Time("loggedInAt"),
            LoginFlow = json.Text("loginFlow"),
            SessionName = json.Text("sessionName"),
            Scopes = json.TextList("scopes"),
            IssuedAt = json.Time("issuedAt"),
            OtherMembers = PythonJson.Render(json.Others(Known)),
        };
    }

    /// <summary>One line in the AWS CLI's order of members; what has no value is left out, never null.</summary>
    public byte[] ToUtf8()
    {
        var members = new List<KeyValuePair<string, string>>();
        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                members.Add(new(name, PythonJson.String(value!)));
        }

        Add("startUrl", StartUrl);
        Add("region", Region);
        Add("accessToken", AccessToken);
        Add("expiresAt", CacheTime.Format(ExpiresAt));
        Add("clientId", ClientId);
        Add("clientSecret", ClientSecret);
        Add("registrationExpiresAt", RegistrationExpiresAt is { } end ? CacheTime.Format(end) : null);
        Add("refreshToken", RefreshToken);
        Add("loggedInAt", LoggedInAt is { } began ? CacheTime.Format(began) : null);
        Add("loginFlow", LoginFlow);
        Add("sessionName", SessionName);
        if (Scopes is { Count: > 0 })
            members.Add(new("scopes", PythonJson.Array(Scopes)));
        Add("issuedAt", IssuedAt is { } issued ? CacheTime.Format(issued) : null);
        members.AddRange(OtherMembers);
        return Encoding.ASCII.GetBytes(PythonJson.Object(members));
    }
}
