using System.Text;
using SsoOidc.Cache;

namespace SsoOidc.Tests.Cache;

public sealed class CachedTokenTests
{
    private const string CliFile =
        """{"startUrl": "https://my-sso.awsapps.com/start", "region": "eu-west-1", "accessToken": "aoaAAAAA", "expiresAt": "2026-11-22T18:24:00Z", "clientId": "id", "clientSecret": "secret", "registrationExpiresAt": "2027-02-21T16:24:00Z", "refreshToken": "aorAAAAA"}""";

    // As aws-sdk-js writes after a refresh: two blanks of indent, milliseconds.
    private const string JavaScriptFile = """
        {
          "startUrl": "https://my-sso.awsapps.com/start",
          "region": "eu-west-1",
          "accessToken": "aoaJS",
          "expiresAt": "2026-11-22T18:24:00.123Z",
          "clientId": "id",
          "clientSecret": "secret",
          "registrationExpiresAt": "2027-02-21T16:24:00Z",
          "refreshToken": "aorJS"
        }
        """;

    // As aws-sdk-net writes: names in its own order, null where there is nothing.
    private const string DotNetFile = """
        {
          "accessToken": "aoaNET",
          "expiresAt": "2026-11-22T18:24:00.1234567Z",
          "refreshToken": null,
          "clientId": "id",
          "clientSecret": "secret",
          "registrationExpiresAt": "2027-02-21T16:24:00Z",
          "region": "eu-west-1",
          "startUrl": "https://my-sso.awsapps.com/start"
        }
        """;

    // As aws-sdk-go-v2 writes: compact, sorted, a newline.
    private const string GoFile =
        """{"accessToken":"aoaGO","clientId":"id","clientSecret":"secret","expiresAt":"2026-11-22T18:24:00Z","refreshToken":"aorGO","region":"eu-west-1","registrationExpiresAt":"2027-02-21T16:24:00Z","startUrl":"https://my-sso.awsapps.com/start"}""" + "\n";

    private const string OldCliFile =
        """{"startUrl": "https://my-sso.awsapps.com/start", "region": "us-east-1", "accessToken": "old", "expiresAt": "2020-06-17T02:39:52UTC"}""";

    [Theory]
    [InlineData(CliFile, "aoaAAAAA", "aorAAAAA")]
    [InlineData(JavaScriptFile, "aoaJS", "aorJS")]
    [InlineData(DotNetFile, "aoaNET", null)]
    [InlineData(GoFile, "aoaGO", "aorGO")]
    public void Files_of_every_tool_are_read(string file, string accessToken, string? refreshToken)
    {
        var token = Parse(file);

        Assert.Equal(accessToken, token.AccessToken);
        Assert.Equal(refreshToken, token.RefreshToken);
        Assert.Equal("https://my-sso.awsapps.com/start", token.StartUrl);
        Assert.Equal("eu-west-1", token.Region);
        Assert.Equal("id", token.ClientId);
        Assert.Equal("secret", token.ClientSecret);
        Assert.Equal(new DateTimeOffset(2027, 2, 21, 16, 24, 0, TimeSpan.Zero), token.RegistrationExpiresAt);
        Assert.Equal("2026-11-22T18:24:00Z", CacheTime.Format(token.ExpiresAt));
        Assert.Empty(token.OtherMembers);
    }

    [Fact]
    public void The_file_of_a_legacy_login_is_read()
    {
        var token = Parse(OldCliFile);
        Assert.Equal("old", token.AccessToken);
        Assert.Equal(new DateTimeOffset(2020, 6, 17, 2, 39, 52, TimeSpan.Zero), token.ExpiresAt);
        Assert.Null(token.RefreshToken);
        Assert.False(token.CanRefresh(token.ExpiresAt));
    }

    [Fact]
    public void A_file_of_the_AWS_CLI_is_written_back_byte_for_byte() => Assert.Equal(CliFile, Write(Parse(CliFile)));

    [Fact]
    public void Members_without_a_value_are_left_out_and_never_null()
    {
        var text = Write(new CachedToken { AccessToken = "a", ExpiresAt = DateTimeOffset.UnixEpoch });
        Assert.Equal("""{"accessToken": "a", "expiresAt": "1970-01-01T00:00:00Z"}""", text);
    }

    [Fact]
    public void Our_own_members_stand_behind_those_of_the_AWS_CLI()
    {
        var token = Parse("""{"loginFlow": "pkce", "loggedInAt": "1970-01-01T00:00:00Z", """ + CliFile[1..]);
        Assert.Equal(CliFile[..^1] + """, "loggedInAt": "1970-01-01T00:00:00Z", "loginFlow": "pkce"}""", Write(token));
        Assert.Equal((DateTimeOffset.UnixEpoch, "pkce"), (token.LoggedInAt, token.LoginFlow));
    }

    [Fact]
    public void Unknown_members_of_any_type_are_kept_on_one_line()
    {
        var file = """
            { "accessToken": "a", "expiresAt": "2026-11-22T18:24:00Z",
              "text": "é\n\"", "number": 1.50, "nothing": null, "deep": { "list": [ 1, true, {} ] } }
            """;
        Assert.Equal(
            """{"accessToken": "a", "expiresAt": "2026-11-22T18:24:00Z", "text": "\u00e9\n\"", "number": 1.50, "deep": {"list": [1, true, {}]}}""",
            Write(Parse(file)));
    }

    [Fact]
    public void Text_is_escaped_as_Python_does()
    {
        // json.dumps('\x7f\u00e9\u2028\U0001f600/<>&\'+\t\b\f\r\x01') of Python 3.
        Assert.Equal(
            """
            "\u007f\u00e9\u2028\ud83d\ude00/<>&'+\t\b\f\r\u0001"
            """.Trim(),
            PythonJson.String("\x7f\u00e9\u2028\U0001f600/<>&'+\t\b\f\r\u0001"));
    }

    [Fact]
    public void A_byte_order_mark_is_no_error()
    {
        var token = CachedToken.Parse([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(CliFile)], out _);
        Assert.Equal("aoaAAAAA", token!.AccessToken);
    }

    [Theory]
    [InlineData("", "it is not valid JSON")]
    [InlineData("{", "it is not valid JSON")]
    [InlineData("[]", "it is not a JSON object")]
    [InlineData("""{"accessToken": 5, "expiresAt": "2026-11-22T18:24:00Z"}""", "accessToken is not a text")]
    [InlineData("""{"accessToken": "", "expiresAt": "2026-11-22T18:24:00Z"}""", "accessToken is not a text")]
    [InlineData("""{"accessToken": "\ud800", "expiresAt": "2026-11-22T18:24:00Z"}""", "accessToken is not a text")]
    [InlineData("""{"accessToken": "a"}""", "expiresAt is missing or not a date")]
    [InlineData("""{"accessToken": "a", "expiresAt": null}""", "expiresAt is missing or not a date")]
    [InlineData("""{"accessToken": "a", "expiresAt": 12}""", "expiresAt is missing or not a date")]
    [InlineData("""{"\ud800": 1}""", "it is not valid JSON")]
    public void A_damaged_file_is_a_problem_and_no_exception(string file, string problem)
    {
        Assert.Null(CachedToken.Parse(Encoding.UTF8.GetBytes(file), out var found));
        Assert.Equal(problem, found);
    }

    [Theory]
    [InlineData("""{"clientId": "id", "clientSecret": "s", "expiresAt": "2026-11-22T18:24:00Z"}""")]
    [InlineData("""{"accessToken": null}""")]
    [InlineData("{}")]
    public void Other_JSON_files_are_no_tokens_and_no_problem(string file)
    {
        Assert.Null(CachedToken.Parse(Encoding.UTF8.GetBytes(file), out var problem));
        Assert.Null(problem);
    }

    [Fact]
    public void JSON_nested_too_deep_is_a_problem()
    {
        Assert.Null(CachedToken.Parse(Encoding.UTF8.GetBytes(new string('[', 10_000)), out var problem));
        Assert.Equal("it is not valid JSON", problem);
    }

    [Fact]
    public void The_old_refresh_token_stays_when_a_reply_has_none()
    {
        var token = Parse(CliFile);
        var end = new DateTimeOffset(2026, 11, 22, 19, 24, 0, TimeSpan.Zero);

        Assert.Equal("aorAAAAA", token.Renewed("new", end, null).RefreshToken);
        Assert.Equal("aorAAAAA", token.Renewed("new", end, "").RefreshToken);
        Assert.Equal("rotated", token.Renewed("new", end, "rotated").RefreshToken);
    }

    [Fact]
    public void A_refresh_changes_the_tokens_and_nothing_else()
    {
        var file = """
            {"startUrl": "u", "region": "r", "accessToken": "old", "expiresAt": "2026-11-22T18:24:00Z", "clientId": "i", "clientSecret": "s", "registrationExpiresAt": "2027-02-21T16:24:00Z", "refreshToken": "old", "loggedInAt": "2026-11-22T17:24:00Z", "loginFlow": "pkce", "sessionName": "n", "other": 1}
            """.Trim();

        var renewed = Parse(file).Renewed("new", new DateTimeOffset(2026, 11, 22, 19, 24, 0, TimeSpan.Zero), "new");

        Assert.Equal(file.Replace("old", "new", StringComparison.Ordinal).Replace("18:24", "19:24", StringComparison.Ordinal), Write(renewed));
    }

    [Fact]
    public void Scopes_and_the_time_of_issue_survive_a_rewrite_and_tell_the_life_of_a_token()
    {
        const string Ours = """, "loggedInAt": "2026-11-22T16:00:00Z", "scopes": ["a", "b"], "issuedAt": "2026-11-22T17:24:00Z"}""";
        var token = Parse(CliFile[..^1] + Ours);
        Assert.Equal(CliFile[..^1] + Ours, Write(token));
        Assert.Equal(["a", "b"], token.Scopes);
        Assert.Equal(TimeSpan.FromHours(1), token.Life);
        Assert.Equal(TimeSpan.FromMinutes(144), (token with { IssuedAt = null, RefreshToken = null }).Life);
        Assert.Null((token with { IssuedAt = null }).Life);
        Assert.Null((token with { IssuedAt = token.ExpiresAt }).Life);
        Assert.Null(Parse(CliFile).Life);
    }

    [Fact]
    public void A_token_as_text_is_its_type() => Assert.Equal("CachedToken", Parse(CliFile).ToString());

    [Fact]
    public void A_refresh_needs_a_registration_that_lives()
    {
        var token = Parse(CliFile);
        Assert.True(token.CanRefresh(token.RegistrationExpiresAt!.Value.AddSeconds(-1)));
        Assert.False(token.CanRefresh(token.RegistrationExpiresAt!.Value));
        Assert.False(token.With("clientSecret", null).CanRefresh(DateTimeOffset.UnixEpoch));
        Assert.False(token.With("refreshToken", null).CanRefresh(DateTimeOffset.UnixEpoch));
    }

    private static CachedToken Parse(string file)
    {
        var token = CachedToken.Parse(Encoding.UTF8.GetBytes(file), out var problem);
        Assert.Null(problem);
        return Assert.IsType<CachedToken>(token);
    }

    private static string Write(CachedToken token) => Encoding.UTF8.GetString(token.ToUtf8());
}
