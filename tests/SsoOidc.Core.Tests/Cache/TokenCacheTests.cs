using Microsoft.Extensions.Time.Testing;
using SsoOidc.Cache;

namespace SsoOidc.Tests.Cache;

public sealed class TokenCacheTests : IDisposable
{
    private const string StartUrl = "https://my-sso.awsapps.com/start";

    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 22, 18, 0, 0, TimeSpan.Zero));
    private readonly TokenCache _cache;

    public TokenCacheTests() => _cache = new TokenCache(_folder["cache"], _time);

    public void Dispose() => _folder.Dispose();

    // Computed with Python's hashlib; the first is one that the AWS CLI was seen to use.
    [Theory]
    [InlineData("my-sso", StartUrl, "0ad374308c5a4e22f723adf10145eafad7c4031c")]
    [InlineData(null, StartUrl, "a00fce5cb007c23a469c136160398db65edcb180")]
    [InlineData(null, StartUrl + "/", "9a38364492e5c0d7c3a3d2b605193c871fe35b60")]
    [InlineData(null, StartUrl + "#/", "507db689a115c748a6c499904db7423292129372")]
    [InlineData("été", StartUrl, "64d0cbc5f02c3904ee4f439ca476480b67b5e3e1")]
    public void Token_files_are_named_as_by_the_AWS_CLI(string? session, string startUrl, string expected) =>
        Assert.Equal(expected, TokenCache.TokenKey(session, startUrl));

    // Computed with Python's json and hashlib by the rule of the AWS CLI.
    [Theory]
    [InlineData("my-sso", "sso:account:access", "f6fc1115bd34af6d95c6b413f543da4325c89199")]
    [InlineData(null, null, "51584f455225d5f27293ff9abc07870ca117fad1")]
    [InlineData("été", "sso:account:access,codewhisperer:completions", "3ef1a4fc4ed531d34a7a63066fac341d14c810c9")]
    public void Registration_files_of_the_AWS_CLI_are_found_by_its_rule(string? session, string? scopes, string expected) =>
        Assert.Equal(expected, Key(session, scopes?.Split(',')).CliName);

    [Fact]
    public async Task A_saved_token_is_read_again_and_others_cannot_read_it()
    {
        var token = Token("first");
        Assert.Null(await _cache.SaveTokenAsync("0ad374308c5a4e22f723adf10145eafad7c4031c", token));

        var (read, problem) = _cache.ReadToken("0ad374308c5a4e22f723adf10145eafad7c4031c");
        Assert.Null(problem);
        Assert.Equal("first", read!.AccessToken);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal("600", UnixMode.Of(_folder["cache/0ad374308c5a4e22f723adf10145eafad7c4031c.json"]));
            Assert.Equal("700", UnixMode.Of(_folder["cache"]));
        }
    }

    [Fact]
    public void No_folder_is_an_empty_cache()
    {
        Assert.Equal((null, null), _cache.ReadToken("0ad374308c5a4e22f723adf10145eafad7c4031c"));
        Assert.Empty(_cache.Entries());
        Assert.False(_cache.DeleteToken("0ad374308c5a4e22f723adf10145eafad7c4031c", out var problem));
        Assert.Null(problem);
    }

    [Fact]
    public void A_damaged_file_is_listed_with_its_problem_and_left_alone()
    {
        Directory.CreateDirectory(_folder["cache"]);
        var damaged = _folder["cache/" + new string('a', 40) + ".json"];
        File.WriteAllText(damaged, "{ half of a fi");
        File.WriteAllText(_folder["cache/" + new string('b', 40) + ".json"], """{"accessToken": "b", "expiresAt": "2026-11-22T18:24:00Z"}""");
        File.WriteAllText(_folder["cache/" + new string('c', 40) + ".json"], """{"clientId": "a registration"}""");
        File.WriteAllText(_folder["cache/kiro-auth-token.json"], """{"accessToken": "another tool's", "expiresAt": "2026-11-22T18:24:00Z"}""");
        File.WriteAllText(_folder["cache/" + new string('d', 40) + ".lock"], "");

        Assert.Collection(
            _cache.Entries(),
            entry => Assert.Equal((new string('a', 40), null, "it is not valid JSON"), (entry.Key, entry.Token, entry.Problem)),
            entry => Assert.Equal((new string('b', 40), "b", null), (entry.Key, entry.Token?.AccessToken, entry.Problem)));
        Assert.Equal("{ half of a fi", File.ReadAllText(damaged));
    }

    [Fact]
    public void A_file_that_is_far_too_large_is_not_read()
    {
        Directory.CreateDirectory(_folder["cache"]);
        File.WriteAllBytes(_folder["cache/" + new string('a', 40) + ".json"], new byte[(256 * 1024) + 1]);
        Assert.Equal("it is larger than 256 KiB", _cache.ReadToken(new string('a', 40)).Problem);
    }

    [Fact]
    public async Task A_registration_is_reused_until_fifteen_minutes_before_its_end()
    {
        var key = Key("my-sso", null);
        var registration = new CachedRegistration
        {
            ClientId = "id",
            ClientSecret = "secret",
            ExpiresAt = _time.GetUtcNow().AddMinutes(30),
            Scopes = key.Scopes,
            GrantTypes = key.GrantTypes,
        };
        Assert.Null(await _cache.SaveRegistrationAsync(key, registration));
        Assert.Equal(
            """{"clientId": "id", "clientSecret": "secret", "expiresAt": "2026-11-22T18:30:00Z", "scopes": ["sso:account:access"], "grantTypes": ["authorization_code", "refresh_token"]}""",
            File.ReadAllText(_cache.PathOf(key.OwnName)));

        _time.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(1));
        Assert.Equal("id", _cache.ReadRegistration(key)!.ClientId);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(_cache.ReadRegistration(key));
    }

    [Fact]
    public async Task Each_flow_endpoint_and_session_has_a_registration_of_its_own()
    {
        var key = Key("my-sso", null);
        var registration = new CachedRegistration { ClientId = "id", ClientSecret = "s", ExpiresAt = _time.GetUtcNow().AddDays(90) };
        Assert.Null(await _cache.SaveRegistrationAsync(key, registration));

        Assert.NotNull(_cache.ReadRegistration(key));
        Assert.Null(_cache.ReadRegistration(Key("my-sso", null, grants: ["urn:ietf:params:oauth:grant-type:device_code", "refresh_token"])));
        Assert.Null(_cache.ReadRegistration(Key("my-sso", null, endpoint: "http://127.0.0.1:8080")));
        Assert.Null(_cache.ReadRegistration(Key("other", null)));
        Assert.Null(_cache.ReadRegistration(Key("my-sso", null, scope: "openid")));
    }

    [Theory]
    [InlineData("""{"clientId": "cli", "clientSecret": "s", "expiresAt": "2027-02-21T16:24:00Z", "scopes": ["sso:account:access"], "grantTypes": ["authorization_code", "refresh_token"]}""", true)]
    [InlineData("""{"clientId": "cli", "clientSecret": "s", "expiresAt": "2027-02-21T16:24:00Z", "scopes": ["sso:account:access"]}""", false)]
    [InlineData("""{"clientId": "cli", "clientSecret": "s", "expiresAt": "2027-02-21T16:24:00Z", "scopes": ["openid"], "grantTypes": ["authorization_code", "refresh_token"]}""", false)]
    [InlineData("""{"clientId": "cli", "clientSecret": "s", "expiresAt": "2027-02-21T16:24:00Z", "scopes": ["sso:account:access", "openid"], "grantTypes": ["authorization_code", "refresh_token"]}""", false)]
    [InlineData("""{"clientId": "cli", "clientSecret": "s", "expiresAt": "2026-11-22T18:10:00Z", "scopes": ["sso:account:access"], "grantTypes": ["authorization_code", "refresh_token"]}""", false)]
    [InlineData("""{"clientId": "cli", "clientSecret": 5, "expiresAt": "2027-02-21T16:24:00Z"}""", false)]
    [InlineData("not JSON", false)]
    public void The_registration_of_the_AWS_CLI_is_used_when_it_can_do_the_same(string file, bool used)
    {
        var key = Key("my-sso", ["sso:account:access"]);
        Directory.CreateDirectory(_folder["cache"]);
        File.WriteAllText(_cache.PathOf("f6fc1115bd34af6d95c6b413f543da4325c89199"), file);
        Assert.Equal(used ? "cli" : null, _cache.ReadRegistration(key)?.ClientId);
    }

    private static RegistrationKey Key(
        string? session,
        IReadOnlyList<string>? configuredScopes,
        string scope = "sso:account:access",
        IReadOnlyList<string>? grants = null,
        string endpoint = "https://oidc.eu-west-1.amazonaws.com")
    {
        return new RegistrationKey
        {
            SessionName = session,
            StartUrl = StartUrl,
            Region = "eu-west-1",
            ConfiguredScopes = configuredScopes,
            Scopes = configuredScopes ?? [scope],
            GrantTypes = grants ?? ["authorization_code", "refresh_token"],
            Endpoint = new Uri(endpoint),
        };
    }

    private CachedToken Token(string accessToken) => new() { AccessToken = accessToken, ExpiresAt = _time.GetUtcNow().AddHours(1) };
}
