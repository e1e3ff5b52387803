using SsoOidc.Config;
using SsoOidc.Settings;



namespace SsoOidc.Tests.Credentials;

public sealed class ChainTests : IDisposable
{
    private const string Key = CredentialFixture.AccessKey;
    private const string Secret = CredentialFixture.SecretKey;

    private readonly CredentialFixture _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public async Task Each_source_gives_way_to_the_one_before()
    {
        await using var container = await LocalService.StartAsync(200, """{"AccessKeyId":"K8","SecretAccessKey":"s","Token":"t"}""");
        _test.Files.WithConfig("[profile named]\naws_access_key_id = K3\naws_secret_access_key = s\n[profile env]\naws_access_key_id = K6\naws_secret_access_key = s\n[default]\naws_access_key_id = K7\naws_secret_access_key = s\n");
        _test.Variables["AWS_ACCESS_KEY_ID"] = "K5";
        _test.Variables["AWS_SECRET_ACCESS_KEY"] = "s";
        _test.Variables["AWS_PROFILE"] = "env";
        _test.Variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = container.Url.AbsoluteUri;
        var all = new ClientArguments { AccessKey = "K1", SecretKey = "s", Credential = Given(new AwsCredentials("K2", "s")), SessionCredential = Stored(new AwsCredentials("K4", "s")) };

        Assert.Equal("K1", await KeyOf("named", all));
        Assert.Equal("K2", await KeyOf("named", new ClientArguments { SecretKey = "", Credential = all.Credential, SessionCredential = all.SessionCredential }));
        Assert.Equal("K3", await KeyOf("named", new ClientArguments { SessionCredential = all.SessionCredential }));
        Assert.Equal("K4", await KeyOf(null, new ClientArguments { SessionCredential = all.SessionCredential }));
        Assert.Equal("K5", await KeyOf());
        _test.Variables.Remove("AWS_ACCESS_KEY_ID");
        _test.Variables.Remove("AWS_SECRET_ACCESS_KEY");
        Assert.Equal("K6", await KeyOf());
        _test.Variables.Remove("AWS_PROFILE");
        Assert.Equal("K7", await KeyOf());
        _test.Files.WithConfig("[default]\nregion = r\n");
        Assert.Equal("K8", await KeyOf());
        Assert.Equal(
            [
                "Credentials: access key K1 from the parameters.",
                "Credentials: access key K2 from the parameter Credential.",
                "Credentials: access key K3 from profile 'named'.",
                "Credentials: access key K4 from $StoredAWSCredentials.",
                "Credentials: access key K5 from the environment.",
                "Credentials: access key K6 from profile 'env'.",
                "Credentials: access key K7 from profile 'default'.",
                $"Credentials: access key K8 from the container credentials of {container.Url.AbsoluteUri}.",
            ],
            _test.Debug);
    }

    [Fact]
    public async Task Keys_of_the_call_sign() =>
        await _test.AssertSignsAsync(null, Key, Secret, "token", new ClientArguments { AccessKey = Key, SecretKey = Secret, SessionToken = "token" });

    [Fact]
    public async Task Keys_of_the_environment_sign()
    {
        _test.Variables["AWS_ACCESS_KEY_ID"] = Key;
        _test.Variables["AWS_SECRET_ACCESS_KEY"] = Secret;
        _test.Variables["AWS_SESSION_TOKEN"] = "token";

        await _test.AssertSignsAsync(null, Key, Secret, "token");
    }

    [Fact]
    public async Task Keys_of_a_profile_sign()
    {
        _test.Files.WithConfig("[profile p]\naws_session_token = token\n").WithCredentials("[p]\n" + CredentialFixture.Profile);

        await _test.AssertSignsAsync("p", Key, Secret, "token");
    }

    [Fact]
    public async Task A_provider_is_asked_for_every_signature()
    {
        var provider = new CountingProvider();
        var chain = _test.Chain(inputs: new ClientArguments { Credential = Given(provider) });

        Assert.Equal("K1", (await chain.GetCredentialsAsync(TestContext.Current.CancellationToken)).AccessKeyId);
        Assert.Equal("K2", (await chain.GetCredentialsAsync(TestContext.Current.CancellationToken)).AccessKeyId);
        Assert.Equal(["Credentials: access key K1 from the parameter Credential.", "Credentials: access key K2 from the parameter Credential."], _test.Debug);
    }

    [Fact]
    public async Task Which_source_won_is_said_once_and_no_secret_with_it()
    {
        var chain = _test.Chain(inputs: new ClientArguments { AccessKey = Key, SecretKey = Secret, SessionToken = "token" });

        await chain.GetCredentialsAsync(TestContext.Current.CancellationToken);
        await chain.GetCredentialsAsync(TestContext.Current.CancellationToken);

        Assert.Equal([$"Credentials: access key {Key} from the parameters."], _test.Debug);
    }

    [Fact]
    public async Task No_file_is_read_when_the_keys_are_at_hand()
    {
        _test.Files.WithConfig("broken").WithCredentials("broken");

        Assert.Equal("K1", await KeyOf(null, new ClientArguments { AccessKey = "K1", SecretKey = "s" }));
        Assert.Equal("K4", await KeyOf(null, new ClientArguments { SessionCredential = Stored(new AwsCredentials("K4", "s")) }));
        _test.Variables["AWS_ACCESS_KEY_ID"] = "K5";
        _test.Variables["AWS_SECRET_ACCESS_KEY"] = "s";
        Assert.Equal("K5", await KeyOf());
    }

    [Theory]
    [InlineData("K", null, null, "the parameters: AccessKey is given without SecretKey. Give both, or neither.")]
    [InlineData(null, "s", null, "the parameters: SecretKey is given without AccessKey. Give both, or neither.")]
    [InlineData("", "", "t", "the parameters: SessionToken is given without AccessKey and SecretKey. Give all three, or none.")]
    public async Task Half_a_key_pair_is_an_error(string? accessKey, string? secretKey, string? token, string expected) =>
        Assert.Equal(expected, await _test.FailAsync(inputs: new ClientArguments { AccessKey = accessKey, SecretKey = secretKey, SessionToken = token }));

    [Fact]
    public async Task Half_a_key_pair_in_the_environment_does_not_lead_to_the_next_source()
    {
        _test.Files.WithConfig("[default]\n" + CredentialFixture.Profile);
        _test.Variables["AWS_ACCESS_KEY_ID"] = "K";

        Assert.Equal("the environment: AWS_ACCESS_KEY_ID is given without AWS_SECRET_ACCESS_KEY. Give both, or neither.", await _test.FailAsync());
    }

    [Fact]
    public async Task A_lonely_session_token_in_the_environment_is_a_leftover()
    {
        _test.Files.WithConfig("[default]\naws_access_key_id = K7\naws_secret_access_key = s\n");
        _test.Variables["AWS_SESSION_TOKEN"] = "left over";

        Assert.Equal("K7", await KeyOf());
    }

    [Fact]
    public async Task Keys_with_blanks_are_an_error_that_does_not_show_them()
    {
        var message = await _test.FailAsync(inputs: new ClientArguments { AccessKey = "K", SecretKey = "se cret" });

        Assert.Equal("the parameters: it gave no access key id and secret access key, or ones with blanks in them.", message);
    }

    [Fact]
    public async Task A_named_profile_without_credentials_does_not_lead_to_the_next_source()
    {
        _test.Files.WithConfig("[profile p]\nregion = r\n");
        _test.Variables["AWS_EC2_METADATA_DISABLED"] = "true";
        const string expected = "profile 'p': it has no credentials. Add aws_access_key_id with aws_secret_access_key, credential_process, role_arn or sso_session, or name another profile.";

        Assert.Equal(expected, await _test.FailAsync("p"));
        _test.Variables["AWS_PROFILE"] = "p";
        Assert.Equal(expected, await _test.FailAsync());
    }

    [Fact]
    public async Task A_missing_profile_is_an_error_that_lists_those_there_are()
    {
        _test.Files.WithConfig("[profile a]\n").WithCredentials("[b]\n");

        Assert.Equal(
            $"There is no profile 'x', which the parameter ProfileName names. Profiles in {_test.Files.ConfigPath} and {_test.Files.CredentialsPath}: a, b.",
            await _test.FailAsync("x"));
    }

    [Fact]
    public async Task With_no_source_at_all_the_error_says_what_to_give()
    {
        _test.Variables["AWS_EC2_METADATA_DISABLED"] = "True";

        Assert.Equal(
            "No credentials: this call is signed, and none were given. Give `ProfileName`, `Credential`, or `AccessKey` with `SecretKey`; or set AWS_PROFILE, or AWS_ACCESS_KEY_ID with AWS_SECRET_ACCESS_KEY. "
            + "(There is no profile 'default' with credentials and no container endpoint. EC2 metadata is disabled by AWS_EC2_METADATA_DISABLED.)",
            await _test.FailAsync());
    }

    [Fact]
    public async Task A_container_endpoint_that_fails_does_not_lead_to_EC2()
    {
        await using var container = await LocalService.StartAsync(400, "");
        _test.Variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = container.Url.AbsoluteUri;

        Assert.Equal($"the container credentials of {container.Url.AbsoluteUri}: the endpoint answered with HTTP status 400.", await _test.FailAsync());
    }

    private static Setting<IAwsCredentialsProvider> Given(IAwsCredentialsProvider credentials) => new(credentials, "the parameter Credential");

    private static Setting<IAwsCredentialsProvider> Stored(IAwsCredentialsProvider credentials) => new(credentials, "$StoredAWSCredentials");

    private async Task<string> KeyOf(string? profileName = null, ClientArguments? inputs = null) => (await _test.GetAsync(profileName, inputs)).AccessKeyId;

    private sealed class CountingProvider : IAwsCredentialsProvider
    {
        private int _count;

        public ValueTask<AwsCredentials> GetCredentialsAsync(CancellationToken cancellationToken = default) => new(new AwsCredentials($"K{++_count}", "s"));
    }

    [Fact]
    public async Task Keys_of_the_environment_come_before_its_web_identity()
    {
        _test.Variables["AWS_ACCESS_KEY_ID"] = "K5";
        _test.Variables["AWS_SECRET_ACCESS_KEY"] = "s";
        _test.Variables["AWS_WEB_IDENTITY_TOKEN_FILE"] = "/nowhere";
        _test.Variables["AWS_ROLE_ARN"] = "arn";

        Assert.Equal("K5", await KeyOf());
    }

    [Theory]
    [InlineData("aws_security_token = old\n", "old")]
    [InlineData("aws_session_token = new\n", "new")]
    [InlineData("aws_session_token = new\naws_security_token = old\n", "old")]
    public async Task The_old_name_of_a_session_token_is_read_as_the_CLI_reads_it(string token, string expected)
    {
        _test.Files.WithConfig("[profile p]\n" + CredentialFixture.Profile + token);

        Assert.Equal(expected, (await _test.GetAsync("p")).SessionToken);
    }

    [Fact]
    public async Task The_old_variable_of_a_session_token_is_read()
    {
        _test.Variables["AWS_ACCESS_KEY_ID"] = "K5";
        _test.Variables["AWS_SECRET_ACCESS_KEY"] = "s";
        _test.Variables["AWS_SECURITY_TOKEN"] = "old";

        Assert.Equal("old", (await _test.GetAsync()).SessionToken);
    }

    [Fact]
    public async Task Keys_of_the_credentials_file_do_not_get_the_token_of_other_keys()
    {
        _test.Files.WithConfig("[profile p]\naws_access_key_id = K1\naws_secret_access_key = s\naws_session_token = t1\n").WithCredentials("[p]\naws_access_key_id = K2\naws_secret_access_key = s\n");

        var keys = await _test.GetAsync("p");

        Assert.Equal(("K2", null), (keys.AccessKeyId, keys.SessionToken));
    }

    [Fact]
    public async Task A_profile_of_aws_login_is_told_with_the_way_round()
    {
        _test.Files.WithConfig("[profile c]\nlogin_session = arn:aws:iam::123456789012:user/u\ncredential_process = /bin/p\n");

        Assert.Equal(
            "profile 'c': it is a login of the AWS CLI's `aws login` (login_session), which only the CLI can use. Name another profile that has: credential_process = aws configure export-credentials --profile c --format process",
            await _test.FailAsync("c"));
    }
}
