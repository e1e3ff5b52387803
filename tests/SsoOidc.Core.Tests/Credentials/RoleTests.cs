using System.Net;
using SsoOidc.FakeEndpoint.Signing;

namespace SsoOidc.Tests.Credentials;

public sealed class RoleTests : IDisposable
{
    private const string Arn = "arn:aws:iam::123456789012:role/deploy";
    private const string Role = $"role_arn = {Arn}\n";
    private const string Base = "[profile base]\n" + CredentialFixture.Profile;

    private readonly CredentialFixture _test = new();

    public void Dispose() => _test.Dispose();

    public static string Answer(string action, string key = "ASIAROLE", string expiration = "2026-11-22T13:00:00Z") =>
        $"""
        <{action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
          <{action}Result>
            <AssumedRoleUser><AssumedRoleId>AROA:x</AssumedRoleId><Arn>arn:aws:sts::123456789012:assumed-role/deploy/x</Arn></AssumedRoleUser>
            <Credentials>
              <AccessKeyId>{key}</AccessKeyId>
              <SecretAccessKey>role/secret+key</SecretAccessKey>
              <SessionToken>role-token==</SessionToken>
              <Expiration>{expiration}</Expiration>
            </Credentials>
          </{action}Result>
          <ResponseMetadata><RequestId>1</RequestId></ResponseMetadata>
        </{action}Response>
        """;

    [Fact]
    public async Task A_role_is_assumed_with_the_keys_of_its_source_profile_and_signs()
    {
        await using var sts = await StsAsync();
        _test.Files.WithConfig($"[profile p]\n{Role}source_profile = base\nregion = us-west-2\nexternal_id = an id&more\nduration_seconds = 900\nrole_session_name = me@host\n{Base}");

        await _test.AssertSignsAsync("p", "ASIAROLE", "role/secret+key", "role-token==");

        var request = Assert.Single(sts.Requests);
        Assert.Equal("POST /", $"{request.Method} {request.PathAndQuery}");
        Assert.Equal("application/x-www-form-urlencoded; charset=utf-8", request.Header("Content-Type"));
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["Action"] = "AssumeRole",
                ["Version"] = "2011-06-15",
                ["RoleArn"] = Arn,
                ["RoleSessionName"] = "me@host",
                ["DurationSeconds"] = "900",
                ["ExternalId"] = "an id&more",
            },
            request.Form);
        Assert.Equal((null, "us-west-2"), Verify(request));
        Assert.Equal([$"Credentials: access key ASIAROLE from role {Arn} of profile 'p'."], _test.Debug);
    }

    [Fact]
    public async Task Without_settings_of_its_own_a_role_takes_the_calls_region_and_a_session_name_with_the_time()
    {
        await using var sts = await StsAsync();
        _test.Files.WithConfig($"[profile p]\n{Role}source_profile = base\n{Base}");

        var credentials = await _test.GetAsync("p");

        var request = Assert.Single(sts.Requests);
        Assert.Equal(["Action", "RoleArn", "RoleSessionName", "Version"], request.Form.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("SsoOidc-1795348800", request.Form["RoleSessionName"]);
        Assert.Equal((null, "eu-west-1"), Verify(request));
        Assert.Equal(CredentialFixture.Now.AddHours(1), credentials.Expiration);
    }

    [Theory]
    [InlineData("eu-west-1", null, null, "https://sts.eu-west-1.amazonaws.com/")]
    [InlineData("cn-north-1", null, null, "https://sts.cn-north-1.amazonaws.com.cn/")]
    [InlineData("eu-west-1", "true", null, "https://sts-fips.eu-west-1.amazonaws.com/")]
    [InlineData("eu-west-1", null, "true", "https://sts.eu-west-1.api.aws/")]
    [InlineData("us-gov-west-1", "true", null, "https://sts.us-gov-west-1.amazonaws.com/")]
    [InlineData(null, null, null, "https://sts.us-east-1.amazonaws.com/")]
    public async Task The_regional_endpoint_of_the_partition_is_asked(string? region, string? fips, string? dualStack, string expected)
    {
        _test.Region = region;
        _test.Variables["AWS_USE_FIPS_ENDPOINT"] = fips;
        _test.Variables["AWS_USE_DUALSTACK_ENDPOINT"] = dualStack;
        var handler = new OneAnswer(Answer("AssumeRole"));
        _test.Handler = handler;
        _test.Files.WithConfig($"[profile p]\n{Role}source_profile = base\n{Base}");

        await _test.GetAsync("p");

        Assert.Equal([new Uri(expected)], handler.Addresses);
    }

    [Theory]
    [InlineData("AWS_REGION", "eu-central-1")]
    [InlineData("AWS_DEFAULT_REGION", "eu-central-1")]
    [InlineData("OTHER", "us-west-2")]
    public async Task A_role_is_assumed_in_the_region_of_the_variable_before_that_of_the_profile(string variable, string expected)
    {
        await using var sts = await StsAsync();
        _test.Variables[variable] = "eu-central-1";
        _test.Files.WithConfig($"[profile p]\n{Role}source_profile = base\nregion = us-west-2\n{Base}");

        await _test.GetAsync("p");

        Assert.Equal((null, expected), Verify(sts.Requests[0]));
    }

    [Theory]
    [InlineData("aws-global", null, "sts.amazonaws.com", "us-east-1")]
    [InlineData("AWS-Global", null, "sts.amazonaws.com", "us-east-1")]
    [InlineData("EU-West-1", null, "sts.eu-west-1.amazonaws.com", "eu-west-1")]
    [InlineData("CN-NORTH-1", null, "sts.cn-north-1.amazonaws.com.cn", "cn-north-1")]
    [InlineData("aws-global", "http://127.0.0.1:1/", "127.0.0.1", "us-east-1")]
    public async Task The_name_of_a_region_is_in_lower_case_on_the_wire_and_the_global_one_signs_for_its_own(string region, string? endpoint, string host, string signingRegion)
    {
        _test.Region = region;
        _test.Variables["AWS_ENDPOINT_URL_STS"] = endpoint;
        var network = new StubHandler(Tests.Answer.Ok(Answer("AssumeRole")));
        _test.Handler = network;
        _test.Files.WithConfig($"[profile p]\n{Role}source_profile = base\n{Base}");

        await _test.GetAsync("p");

        Assert.Equal(host, network.Only.Address.Host);
        Assert.Contains($"/{signingRegion}/sts/aws4_request", network.Only.Header("Authorization"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_service_calls_expired_is_asked_for_anew_once()
    {
        var answers = 0;
        await using var container = await LocalService.StartAsync(
            _ => (200, $$"""{"AccessKeyId":"ASIA{{++answers}}","SecretAccessKey":"s","Token":"t","Expiration":"2026-11-22T18:00:00Z"}"""));
        _test.Variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = container.Url.AbsoluteUri;
        var network = new StubHandler(Tests.Answer.Error("ExpiredTokenException", 403));
        using var client = A.Client(network, with: o => o with { Credentials = _test.Chain(), MaxAttempts = 5 });

        await Assert.ThrowsAsync<SsoOidcException>(() => client.CreateTokenWithIAMAsync(A.IamToken(), A.Ct));

        Assert.Equal(["ASIA1", "ASIA2"], network.Requests.Select(request => request.Header("Authorization")!.Split('=', '/')[1]));
    }

    [Fact]
    public async Task Keys_that_a_service_calls_expired_are_final_since_others_cannot_be_had()
    {
        _test.Files.WithConfig($"[profile p]\n{CredentialFixture.Profile}");
        var network = new StubHandler(Tests.Answer.Error("ExpiredTokenException", 403));
        using var client = A.Client(network, with: o => o with { Credentials = _test.Chain("p") });

        await Assert.ThrowsAsync<SsoOidcException>(() => client.CreateTokenWithIAMAsync(A.IamToken(), A.Ct));

        Assert.Single(network.Requests);
    }

    [Fact]
    public async Task What_STS_calls_expired_is_asked_for_anew_and_the_role_assumed_with_it()
    {
        var answers = 0;
        await using var container = await LocalService.StartAsync(
            _ => (200, $$"""{"AccessKeyId":"ASIA{{++answers}}","SecretAccessKey":"s","Token":"t","Expiration":"2026-11-22T18:00:00Z"}"""));
        await using var sts = await LocalService.StartAsync(
            request => request.Header("Authorization")!.Contains("ASIA1/", StringComparison.Ordinal)
                ? (403, "<ErrorResponse><Error><Code>ExpiredToken</Code><Message>m</Message></Error></ErrorResponse>")
                : (200, Answer("AssumeRole")));
        _test.Variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = container.Url.AbsoluteUri;
        _test.Variables["AWS_ENDPOINT_URL_STS"] = sts.Url.AbsoluteUri;
        _test.Files.WithConfig($"[profile p]\n{Role}credential_source = EcsContainer\n");

        Assert.Equal("ASIAROLE", (await _test.GetAsync("p")).AccessKeyId);
        Assert.Equal(2, sts.Requests.Count);
    }

    [Fact]
    public async Task A_web_identity_token_that_has_changed_gives_a_role_of_its_own()
    {
        await using var sts = await StsAsync("AssumeRoleWithWebIdentity");
        var token = Path.Combine(_test.Files.Home, "token");
        _test.Files.WithConfig($"[profile p]\n{Role}web_identity_token_file = {token}\n");
        foreach (var text in new[] { "first", "first", "second" })
        {
            _test.Files.With(token, text);
            await _test.GetAsync("p");
        }

        File.Delete(token);
        _test.Files.With(token, "second");
        await _test.GetAsync("p");

        Assert.Equal(["first", "second"], sts.Requests.Select(request => request.Form["WebIdentityToken"]));
    }

    [Fact]
    public async Task STS_is_tried_as_often_as_the_service()
    {
        await using var sts = await LocalService.StartAsync(503, "");
        _test.Variables["AWS_ENDPOINT_URL_STS"] = sts.Url.AbsoluteUri;
        _test.MaxAttempts = 2;
        _test.Files.WithConfig($"[profile p]\n{Role}source_profile = base\n{Base}");

        await _test.FailAsync("p");

        Assert.Equal(2, sts.Requests.Count);
    }

    [Fact]
    public async Task Roles_chain()
    {
        await using var sts = await LocalService.StartAsync(request => (200, Answer("AssumeRole", "ASIA" + request.Form["RoleSessionName"])));
        _test.Variables["AWS_ENDPOINT_URL_STS"] = sts.Url.AbsoluteUri;
        _test.Files.WithConfig(
            $"[profile p]\n{Role}source_profile = middle\nrole_session_name = outer\n[profile middle]\n{Role}source_profile = base\nrole_session_name = inner\n{Base}");

        Assert.Equal("ASIAouter", (await _test.GetAsync("p")).AccessKeyId);

        Assert.Equal(["inner", "outer"], sts.Requests.Select(request => request.Form["RoleSessionName"]));
        Assert.Contains("Credential=ASIAinner/", sts.Requests[1].Header("Authorization"), StringComparison.Ordinal);
        Assert.Equal("role-token==", sts.Requests[1].Header("x-amz-security-token"));
    }

    [Fact]
    public async Task A_profile_may_assume_a_role_with_keys_of_its_own()
    {
        await using var sts = await StsAsync();
        _test.Files.WithConfig($"[profile p]\n{Role}source_profile = p\n{CredentialFixture.Profile}");

        Assert.Equal("ASIAROLE", (await _test.GetAsync("p")).AccessKeyId);
        Assert.Equal((null, "eu-west-1"), Verify(sts.Requests[0]));
    }

    [Theory]
    [InlineData("[profile p]\nROLEsource_profile = p\n", "profile 'p': its source_profile leads in a loop: p -> p. One of them needs credentials of its own.")]
    [InlineData(
        "[profile p]\nROLEsource_profile = q\n[profile q]\nROLEsource_profile = r\n[profile r]\nROLEsource_profile = q\n",
        "profile 'q': its source_profile leads in a loop: p -> q -> r -> q. One of them needs credentials of its own.")]
    [InlineData(
        "[profile p]\nROLEsource_profile = gone\n",
        "There is no profile 'gone', which source_profile of profile 'p' (CONFIG, line 3) names. Profiles in CONFIG and KEYFILE: p.")]
    [InlineData("[profile p]\nROLE", "profile 'p': a role_arn needs exactly one of source_profile, credential_source and web_identity_token_file beside it.")]
    [InlineData(
        "[profile p]\nROLEsource_profile = p\ncredential_source = Environment\n",
        "profile 'p': a role_arn needs exactly one of source_profile, credential_source and web_identity_token_file beside it.")]
    [InlineData("[profile p]\nsource_profile = q\n", "profile 'p': source_profile needs role_arn beside it.")]
    [InlineData("[profile p]\nweb_identity_token_file = q\n", "profile 'p': web_identity_token_file needs role_arn beside it.")]
    [InlineData(
        "[profile p]\nROLEcredential_source = Cloud\n",
        "credential_source of profile 'p' (CONFIG, line 3): 'Cloud' is not a source. Use Environment, Ec2InstanceMetadata or EcsContainer.")]
    [InlineData(
        "[profile p]\nROLEcredential_source = Environment\n",
        "credential_source of profile 'p' (CONFIG, line 3): it says Environment, but AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set.")]
    [InlineData(
        "[profile p]\nROLEcredential_source = EcsContainer\n",
        "credential_source of profile 'p' (CONFIG, line 3): it says EcsContainer, but neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor AWS_CONTAINER_CREDENTIALS_FULL_URI is set.")]
    [InlineData(
        "[profile p]\nROLEcredential_source = Ec2InstanceMetadata\n",
        "credential_source of profile 'p' (CONFIG, line 3): it says Ec2InstanceMetadata, but AWS_EC2_METADATA_DISABLED is true.")]
    [InlineData(
        "[profile p]\nROLEsource_profile = q\nduration_seconds = 899\n",
        "'899' from duration_seconds of profile 'p' (CONFIG, line 4) cannot be used: expected 900 to 43200 seconds (15 minutes to 12 hours).")]
    [InlineData(
        "[profile p]\nROLEsource_profile = q\nduration_seconds = 1h\n",
        "'1h' from duration_seconds of profile 'p' (CONFIG, line 4) cannot be used: expected 900 to 43200 seconds (15 minutes to 12 hours).")]
    [InlineData(
        "[profile p]\nROLEsource_profile = q\nregion = x.y\n[profile q]\naws_access_key_id = K\naws_secret_access_key = s\n",
        "'x.y' from region of profile 'p' (CONFIG, line 4) is not a region name. Give one such as us-east-1.")]
    [InlineData("[profile p]\nROLEsource_profile = q\n[profile q]\n", "profile 'q': it has no credentials. Add aws_access_key_id with aws_secret_access_key, credential_process, role_arn or sso_session, or name another profile.")]
    [InlineData("[profile p]\naws_access_key_id = K\n", "profile 'p': aws_access_key_id is given without aws_secret_access_key. Give both, or neither.")]
    public async Task A_profile_that_cannot_work_is_one_error_before_any_request(string config, string expected)
    {
        _test.Handler = new OneAnswer("") { IsForbidden = true };
        _test.Variables["AWS_EC2_METADATA_DISABLED"] = "true";
        _test.Files.WithConfig(config.Replace("ROLE", Role, StringComparison.Ordinal));

        Assert.Equal(
            expected.Replace("CONFIG", _test.Files.ConfigPath, StringComparison.Ordinal).Replace("KEYFILE", _test.Files.CredentialsPath, StringComparison.Ordinal),
            await _test.FailAsync("p"));
    }

    [Fact]
    public async Task A_role_can_be_assumed_with_the_environments_keys()
    {
        await using var sts = await StsAsync();
        _test.Variables["AWS_ACCESS_KEY_ID"] = CredentialFixture.AccessKey;
        _test.Variables["AWS_SECRET_ACCESS_KEY"] = CredentialFixture.SecretKey;
        _test.Files.WithConfig($"[profile p]\n{Role}credential_source = environment\n");

        Assert.Equal("ASIAROLE", (await _test.GetAsync("p")).AccessKeyId);
        Assert.Equal((null, "eu-west-1"), Verify(sts.Requests[0]));
    }

    [Fact]
    public async Task A_role_can_be_assumed_with_the_containers_credentials()
    {
        await using var sts = await StsAsync();
        await using var container = await LocalService.StartAsync(
            200, $$"""{"AccessKeyId":"{{CredentialFixture.AccessKey}}","SecretAccessKey":"{{CredentialFixture.SecretKey}}","Token":"c","Expiration":"2026-11-22T13:00:00Z"}""");
        _test.Variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = container.Url.AbsoluteUri;
        _test.Files.WithConfig($"[profile p]\n{Role}credential_source = EcsContainer\n");

        Assert.Equal("ASIAROLE", (await _test.GetAsync("p")).AccessKeyId);
        Assert.Equal((null, "eu-west-1"), Verify(sts.Requests[0], "c"));
    }

    [Fact]
    public async Task The_person_is_asked_for_the_code_of_the_MFA_device()
    {
        await using var sts = await StsAsync();
        var asked = new List<string>();
        _test.MfaPrompt = (serial, _) =>
        {
            asked.Add(serial);
            return new(" 123456\n");
        };
        _test.Files.WithConfig($"[profile p]\n{Role}source_profile = base\nmfa_serial = arn:aws:iam::123456789012:mfa/me\n{Base}");

        await _test.GetAsync("p");
        await _test.GetAsync("p");

        Assert.Equal(["arn:aws:iam::123456789012:mfa/me"], asked);
        var form = Assert.Single(sts.Requests).Form;
        Assert.Equal(("arn:aws:iam::123456789012:mfa/me", "123456"), (form["SerialNumber"], form["TokenCode"]));
    }

    [Fact]
    public async Task Roles_that_are_assumed_in_another_way_are_cached_apart()
    {
        await using var sts = await StsAsync();
        _test.MfaPrompt = (_, _) => new("123456");
        var ways = new[]
        {
            "source_profile = base", "source_profile = base2", "source_profile = base\nrole_session_name = me", "source_profile = base\nexternal_id = x",
            "source_profile = base\nduration_seconds = 900", "source_profile = base\nmfa_serial = m", "source_profile = base\nregion = us-west-2",
        };
        _test.Files.WithConfig(
            string.Concat(ways.Select((way, i) => $"[profile p{i}]\n{Role}{way}\n")) + Base + "[profile base2]\naws_access_key_id = OTHER\naws_secret_access_key = s\n");

        for (var i = 0; i < ways.Length; i++)
        {
            await _test.GetAsync($"p{i}");
            await _test.GetAsync($"p{i}");
        }

        Assert.Equal(ways.Length, sts.Requests.Count);
    }

    [Theory]
    [InlineData(null, "it needs a code of the MFA device serial, and nobody can be asked here. Run it in an interactive shell, or use another profile.")]
    [InlineData("12345", "an MFA code has 6 digits. Try again with the code that the device shows.")]
    [InlineData("12345x", "an MFA code has 6 digits. Try again with the code that the device shows.")]
    public async Task An_MFA_code_that_cannot_be_had_is_an_error_before_any_request(string? code, string expected)
    {
        _test.Handler = new OneAnswer("") { IsForbidden = true };
        _test.MfaPrompt = code is null ? null : (_, _) => new(code);
        _test.Files.WithConfig($"[profile p]\n{Role}source_profile = base\nmfa_serial = serial\n{Base}");

        Assert.Equal($"role {Arn} of profile 'p': {expected}", await _test.FailAsync("p"));
    }

    [Theory]
    [InlineData(403, "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>User is not authorized\u202e</Message></Error><RequestId>1</RequestId></ErrorResponse>", "STS refused AssumeRole: AccessDenied: User is not authorized ")]
    [InlineData(400, "not XML", "STS refused AssumeRole: HTTP 400")]
    [InlineData(400, "<!DOCTYPE a [<!ENTITY e \"boom\">]><ErrorResponse><Error><Code>&e;</Code></Error></ErrorResponse>", "STS refused AssumeRole: HTTP 400")]
    [InlineData(200, "", "it gave no access key id and secret access key, or ones with blanks in them.")]
    [InlineData(200, "<Credentials><AccessKeyId>K</AccessKeyId></Credentials>", "it gave no access key id and secret access key, or ones with blanks in them.")]
    [InlineData(200, "<Credentials><AccessKeyId>K</AccessKeyId><SecretAccessKey>s</SecretAccessKey><Expiration>soon</Expiration></Credentials>", "'soon' is not a time of the form 2030-01-31T12:00:00Z.")]
    [InlineData(200, "<Credentials><AccessKeyId>K</AccessKeyId><SecretAccessKey>s</SecretAccessKey><Expiration>2026-11-22T12:00:00Z</Expiration></Credentials>", "it gave credentials that ended at 2026-11-22 12:00:00Z. Check the clock, and renew them at their source.")]
    public async Task What_STS_refuses_or_garbles_is_one_error(int status, string body, string expected)
    {
        await using var sts = await LocalService.StartAsync(status, body);
        _test.Variables["AWS_ENDPOINT_URL_STS"] = sts.Url.AbsoluteUri;
        _test.Files.WithConfig($"[profile p]\n{Role}source_profile = base\n{Base}");

        Assert.Equal($"role {Arn} of profile 'p': {expected}", await _test.FailAsync("p"));
        Assert.Single(sts.Requests);
    }

    [Fact]
    public async Task A_failing_STS_is_tried_three_times_and_signed_anew()
    {
        var count = 0;
        await using var sts = await LocalService.StartAsync(_ => ++count < 3 ? (503, "") : (200, Answer("AssumeRole")));
        _test.Variables["AWS_ENDPOINT_URL_STS"] = sts.Url.AbsoluteUri;
        _test.Files.WithConfig($"[profile p]\n{Role}source_profile = base\n{Base}");

        Assert.Equal("ASIAROLE", (await _test.GetAsync("p")).AccessKeyId);
        Assert.Equal(3, sts.Requests.Count);
        Assert.All(sts.Requests, request => Assert.Equal((null, "eu-west-1"), Verify(request)));
        Assert.Equal(2, _test.Clock.Waits);
    }

    [Fact]
    public async Task An_STS_that_cannot_be_reached_is_an_error_that_names_its_host()
    {
        _test.Variables["AWS_ENDPOINT_URL_STS"] = "http://127.0.0.1:1";
        _test.Files.WithConfig($"[profile p]\n{Role}source_profile = base\n{Base}");

        Assert.StartsWith($"role {Arn} of profile 'p': 127.0.0.1:1 cannot be reached: ", await _test.FailAsync("p"), StringComparison.Ordinal);
        Assert.Equal(2, _test.Clock.Waits);
    }

    [Fact]
    public async Task A_web_identity_of_a_profile_is_exchanged_without_a_signature()
    {
        await using var sts = await StsAsync("AssumeRoleWithWebIdentity");
        var token = Path.Combine(_test.Files.Home, "token");
        _test.Files.With(token, "eyJ.eyJ.sig\n").WithConfig($"[profile p]\n{Role}web_identity_token_file = ~/token\n");

        await _test.AssertSignsAsync("p", "ASIAROLE", "role/secret+key", "role-token==");

        var request = Assert.Single(sts.Requests);
        Assert.Null(request.Header("Authorization"));
        Assert.Equal(("AssumeRoleWithWebIdentity", "eyJ.eyJ.sig"), (request.Form["Action"], request.Form["WebIdentityToken"]));
    }

    [Fact]
    public async Task A_web_identity_of_the_environment_comes_before_profiles()
    {
        await using var sts = await StsAsync("AssumeRoleWithWebIdentity");
        var token = Path.Combine(_test.Files.Home, "token");
        _test.Files.With(token, "jwt").WithConfig("broken");
        _test.Variables["AWS_WEB_IDENTITY_TOKEN_FILE"] = token;
        _test.Variables["AWS_ROLE_ARN"] = Arn;
        _test.Variables["AWS_ROLE_SESSION_NAME"] = "pod";
        _test.Variables["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "false";
        _test.Variables["AWS_USE_FIPS_ENDPOINT"] = "false";
        _test.Variables["AWS_USE_DUALSTACK_ENDPOINT"] = "false";

        Assert.Equal("ASIAROLE", (await _test.GetAsync()).AccessKeyId);
        Assert.Equal((Arn, "pod"), (sts.Requests[0].Form["RoleArn"], sts.Requests[0].Form["RoleSessionName"]));
        Assert.Equal([$"Credentials: access key ASIAROLE from role {Arn} of the environment."], _test.Debug);
    }

    [Fact]
    public async Task A_token_file_without_a_role_is_an_error()
    {
        _test.Variables["AWS_WEB_IDENTITY_TOKEN_FILE"] = "/token";

        Assert.Equal("the web identity of the environment: AWS_WEB_IDENTITY_TOKEN_FILE is set without AWS_ROLE_ARN. Set both, or neither.", await _test.FailAsync());
    }

    [Fact]
    public async Task A_token_file_that_is_empty_or_missing_is_an_error()
    {
        var token = Path.Combine(_test.Files.Home, "token");
        _test.Files.With(token, " \n").WithConfig($"[profile p]\n{Role}web_identity_token_file = {token}\n");

        Assert.Equal($"role {Arn} of profile 'p': the token file {token} is empty or larger than 64 KiB.", await _test.FailAsync("p"));
        File.WriteAllText(token, new string('x', 65537));
        Assert.Equal($"role {Arn} of profile 'p': the token file {token} is empty or larger than 64 KiB.", await _test.FailAsync("p"));
        File.Delete(token);
        Assert.StartsWith($"role {Arn} of profile 'p': the token file {token} cannot be read: ", await _test.FailAsync("p"), StringComparison.Ordinal);
    }

    private static (string?, string) Verify(Received request, string? sessionToken = null)
    {
        var verifier = new SigV4Verifier("sts", CredentialFixture.AccessKey, CredentialFixture.SecretKey, sessionToken);
        var result = verifier.Verify(new SigV4Request(request.Method, "/", "", request.Headers, request.Body), CredentialFixture.Now);
        return (result.Error, result.Region);
    }

    private async Task<LocalService> StsAsync(string action = "AssumeRole")
    {
        var sts = await LocalService.StartAsync(200, Answer(action));
        _test.Variables["AWS_ENDPOINT_URL_STS"] = sts.Url.AbsoluteUri;
        return sts;
    }

    private sealed class OneAnswer(string body) : HttpMessageHandler
    {
        public bool IsForbidden { get; init; }

        public List<Uri> Addresses { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Assert.False(IsForbidden, "No request was expected.");
            Addresses.Add(request.RequestUri!);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body) });
        }
    }
}
