using SsoOidc.Cache;
using SsoOidc.Login;

using static SsoOidc.Tests.Login.LoginFixture;

namespace SsoOidc.Tests.Login;

public sealed class SessionListTests
{
    [Fact]
    public async Task Every_session_of_configuration_and_cache_is_listed_with_its_status()
    {
        await using var login = await StartAsync();
        login.WriteConfig(
            "[sso-session valid]\nsso_start_url = https://v.awsapps.com/start\nsso_region = eu-west-1\n" +
            "[sso-session broken]\nsso_start_url = https://x.awsapps.com/start\n" +
            "[sso-session none]\nsso_start_url = https://n.awsapps.com/start\nsso_region = eu-west-1\n" +
            "[sso-session refreshable]\nsso_start_url = https://r.awsapps.com/start\nsso_region = eu-west-1\n" +
            "[sso-session damaged]\nsso_start_url = https://d.awsapps.com/start\nsso_region = eu-west-1\n" +
            "[profile old]\nsso_start_url = https://old.awsapps.com/start\nsso_region = us-west-2\n" +
            "[profile old2]\nsso_start_url = https://old.awsapps.com/start\nsso_region = us-west-2\n");
        var now = login.Time.GetUtcNow();
        var token = new CachedToken { AccessToken = "canary", ExpiresAt = now.AddMinutes(42), StartUrl = "https://v.awsapps.com/start", Region = "eu-west-1" };
        await SaveAsync(login, TokenCache.TokenKey("valid", ""), token);
        await SaveAsync(login, TokenCache.TokenKey("refreshable", ""), token.Expiring(now).With("startUrl", "https://r.awsapps.com/start").With("clientId", "c").With("clientSecret", "s").With("refreshToken", "r"));
        await SaveAsync(login, TokenCache.TokenKey(null, "https://old.awsapps.com/start"), token.Expiring(now.AddHours(-1)).With("startUrl", "https://old.awsapps.com/start").With("region", "us-west-2"));
        await SaveAsync(login, TokenCache.TokenKey("of the AWS CLI, no longer configured", ""), token.With("startUrl", "https://cli.awsapps.com/start"));
        File.WriteAllText(login.Cache.PathOf(TokenCache.TokenKey("damaged", "")), "{");

        var sessions = SessionList.Read(login.Config(), login.Cache, login.Time, out var warning);

        Assert.Null(warning);
        Assert.Equal(
            [
                ("broken", null, SsoOidcSessionStatus.Unreadable, null),
                ("damaged", "https://d.awsapps.com/start", SsoOidcSessionStatus.Unreadable, null),
                ("none", "https://n.awsapps.com/start", SsoOidcSessionStatus.NotLoggedIn, null),
                ("refreshable", "https://r.awsapps.com/start", SsoOidcSessionStatus.Refreshable, TimeSpan.Zero),
                ("valid", "https://v.awsapps.com/start", SsoOidcSessionStatus.Valid, TimeSpan.FromMinutes(42)),
                (null, "https://old.awsapps.com/start", SsoOidcSessionStatus.Expired, TimeSpan.Zero),
                (null, "https://cli.awsapps.com/start", SsoOidcSessionStatus.Valid, TimeSpan.FromMinutes(42)),
            ],
            sessions.Select(session => (session.SessionName, session.StartUrl, session.Status, session.Remaining)));
        Assert.Contains("has no sso_region", sessions[0].Problem, StringComparison.Ordinal);
        Assert.Equal("The token file cannot be used: it is not valid JSON", sessions[1].Problem);
        Assert.All(sessions, session => Assert.Null(session.AccessToken));
        Assert.Empty(login.Fake.Journal);
    }

    [Fact]
    public async Task A_registration_that_another_program_holds_open_is_no_session_and_the_token_of_a_configured_one_is()
    {
        await using var login = await StartAsync();
        await login.ConnectAsync();
        var files = Directory.GetFiles(login.Cache.Folder, "*.json");
        Assert.Equal(2, files.Length);
        var held = Array.ConvertAll(files, file => new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None));

        var session = Assert.Single(SessionList.Read(login.Config(), login.Cache, login.Time, out _));

        Assert.Equal((Session, SsoOidcSessionStatus.Unreadable), (session.SessionName, session.Status));
        Assert.Equal("The token file cannot be used: another program holds it open", session.Problem);
        Array.ForEach(held, file => file.Dispose());
    }

    [Fact]
    public async Task A_configuration_that_cannot_be_read_is_a_warning_and_the_cache_is_listed()
    {
        await using var login = await StartAsync();
        await login.ConnectAsync();
        login.WriteConfig("[unclosed");
        var sessions = SessionList.Read(login.Config(), login.Cache, login.Time, out var warning);
        Assert.NotNull(warning);
        Assert.Equal((Session, PortalUrl), (Assert.Single(sessions).SessionName, sessions[0].StartUrl));
    }

    [Fact]
    public async Task An_empty_machine_has_no_sessions()
    {
        await using var login = await StartAsync();
        login.WriteConfig("");
        Assert.Empty(SessionList.Read(login.Config(), login.Cache, login.Time, out _));
    }

    [Fact]
    public async Task A_session_that_is_not_configured_is_listed_by_the_name_it_was_given()
    {
        await using var login = await StartAsync();
        await login.ConnectAsync(new LoginOptions { SessionName = "gone", StartUrl = PortalUrl, Region = Region });
        login.WriteConfig("");

        Assert.Equal("gone", Assert.Single(SessionList.Read(login.Config(), login.Cache, login.Time, out _)).SessionName);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("of-another-file")]
    public async Task A_listed_session_whose_name_is_unknown_is_refreshed_in_its_own_file(string? claimed)
    {
        await using var login = await StartAsync();
        await login.ConnectAsync(new LoginOptions { SessionName = "gone", StartUrl = PortalUrl, Region = Region });
        // Other tools write no name, and one that does not give the file its name is not believed.
        var key = TokenCache.TokenKey("gone", PortalUrl);
        await SaveAsync(login, key, login.Cache.ReadToken(key).Token!.With("sessionName", claimed));
        login.ExpireToken();
        login.WriteConfig("");
        var listed = Assert.Single(SessionList.Read(login.Config(), login.Cache, login.Time, out _));
        Assert.Equal((null, SsoOidcSessionStatus.Refreshable), (listed.SessionName, listed.Status));

        var session = await login.ConnectAsync(new LoginOptions { StartUrl = listed.StartUrl, Region = listed.Region, CacheKey = listed.CacheKey });

        Assert.Equal((SsoOidcSessionSource.Refreshed, listed.CachePath), (session.Source, session.CachePath));
        Assert.Single(Directory.GetFiles(login.Cache.Folder, "*.json"), file => File.ReadAllText(file).Contains("accessToken", StringComparison.Ordinal));
    }

    private static async Task SaveAsync(LoginFixture login, string key, CachedToken token) => Assert.Null(await login.Cache.SaveTokenAsync(key, token));
}
