namespace SsoOidc.Tests.Credentials;

public sealed class InstanceMetadataTests : IDisposable
{
    private const string RolePath = "/latest/meta-data/iam/security-credentials/";
    private const string Advice =
        "No credentials: this call is signed, and none were given. Give `ProfileName`, `Credential`, or `AccessKey` with `SecretKey`; or set AWS_PROFILE, or AWS_ACCESS_KEY_ID with AWS_SECRET_ACCESS_KEY. "
        + "(There is no profile 'default' with credentials and no container endpoint. EC2 instance metadata: ";

    private readonly CredentialFixture _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public async Task The_role_of_the_instance_is_read_with_a_session_token_and_signs()
    {
        await using var metadata = await MetadataAsync();

        await _test.AssertSignsAsync(null, "ASIAEC2", "ec2-secret", "ec2-token");

        Assert.Equal(
            ["PUT /latest/api/token", "GET " + RolePath, "GET " + RolePath + "my%23role"],
            metadata.Requests.Select(request => $"{request.Method} {request.PathAndQuery}"));
        Assert.Equal("21600", metadata.Requests[0].Header("x-aws-ec2-metadata-token-ttl-seconds"));
        Assert.Equal(["imds", "imds"], metadata.Requests.Skip(1).Select(request => request.Header("x-aws-ec2-metadata-token")));
        Assert.Equal(["Credentials: access key ASIAEC2 from EC2 instance metadata."], _test.Debug);
    }

    [Fact]
    public async Task A_role_can_be_assumed_with_the_instances_credentials()
    {
        await using var metadata = await MetadataAsync();
        await using var sts = await LocalService.StartAsync(200, RoleTests.Answer("AssumeRole"));
        _test.Variables["AWS_ENDPOINT_URL_STS"] = sts.Url.AbsoluteUri;
        _test.Files.WithConfig($"[profile p]\nrole_arn = arn\ncredential_source = Ec2InstanceMetadata\nec2_metadata_service_endpoint = {metadata.Url}\n");
        _test.Variables.Remove("AWS_EC2_METADATA_SERVICE_ENDPOINT");

        Assert.Equal("ASIAROLE", (await _test.GetAsync("p")).AccessKeyId);
        Assert.Contains("Credential=ASIAEC2/", sts.Requests[0].Header("Authorization"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "http://169.254.169.254/latest/api/token")]
    [InlineData("IPv6", "http://[fd00:ec2::254]/latest/api/token")]
    public async Task The_service_has_one_address_for_each_family(string? mode, string expected)
    {
        var handler = new Silent();
        _test.Handler = handler;
        _test.Variables["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"] = mode;

        var failing = _test.FailAsync();
        Assert.Equal(expected, await handler.Asked.Task);
        _test.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal($"{Advice}{new Uri(expected).Authority} gave no answer within 1 s.)", await failing);
    }

    [Fact]
    public async Task The_time_out_is_a_setting()
    {
        var handler = new Silent();
        _test.Handler = handler;
        _test.Variables["AWS_METADATA_SERVICE_TIMEOUT"] = "7";

        var failing = _test.FailAsync();
        await handler.Asked.Task;
        _test.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.False(failing.IsCompleted);
        _test.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(Advice + "169.254.169.254 gave no answer within 7 s.)", await failing);
    }

    [Fact]
    public async Task A_cancelled_search_is_cancelled_and_not_an_error_of_the_source()
    {
        var handler = new Silent();
        _test.Handler = handler;
        using var stop = new CancellationTokenSource();

        var searching = _test.Chain().GetCredentialsAsync(stop.Token).AsTask();
        await handler.Asked.Task;
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => searching);
    }

    [Fact]
    public async Task The_number_of_attempts_is_a_setting()
    {
        await using var metadata = await LocalService.StartAsync(503, "");
        _test.Variables["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = metadata.Url.AbsoluteUri;
        await _test.FailAsync();
        Assert.Single(metadata.Requests);

        _test.Variables["AWS_METADATA_SERVICE_NUM_ATTEMPTS"] = "2";
        await _test.FailAsync();
        Assert.Equal(3, metadata.Requests.Count);
    }

    [Theory]
    [InlineData("AWS_METADATA_SERVICE_TIMEOUT", "0", "expected a whole number from 1 to 60.")]
    [InlineData("AWS_METADATA_SERVICE_TIMEOUT", "1.5", "expected a whole number from 1 to 60.")]
    [InlineData("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "61", "expected a whole number from 1 to 60.")]
    [InlineData("AWS_EC2_METADATA_SERVICE_ENDPOINT", "169.254.169.254", "expected an http URL.")]
    [InlineData("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "ipv7", "expected IPv4 or IPv6.")]
    public async Task A_wrong_setting_is_an_error_that_names_it(string variable, string value, string expected)
    {
        _test.Variables[variable] = value;

        Assert.Equal($"'{value}' from the variable {variable} cannot be used: {expected}", await _test.FailAsync());
    }

    [Theory]
    [InlineData("http://u:canary@h.example")]
    [InlineData("htp://u:canary@h.example")]
    public async Task An_address_with_a_password_is_refused_without_showing_it(string address)
    {
        _test.Variables["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = address;

        var shown = address.Replace("u:canary@", "", StringComparison.Ordinal);
        Assert.Equal($"'{shown}' from the variable AWS_EC2_METADATA_SERVICE_ENDPOINT cannot be used: expected an http URL.", await _test.FailAsync());
    }

    [Fact]
    public async Task The_profile_says_how_long_and_how_often_unless_a_variable_does()
    {
        await using var metadata = await LocalService.StartAsync(503, "");
        _test.Variables["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = metadata.Url.AbsoluteUri;
        _test.Files.WithConfig("[default]\nmetadata_service_num_attempts = 2\nmetadata_service_timeout = soon\n");

        Assert.Contains("'soon' from metadata_service_timeout of profile 'default' (", await _test.FailAsync(), StringComparison.Ordinal);
        _test.Variables["AWS_METADATA_SERVICE_TIMEOUT"] = "3";
        await _test.FailAsync();
        Assert.Equal(2, metadata.Requests.Count);
        _test.Variables["AWS_METADATA_SERVICE_NUM_ATTEMPTS"] = "1";
        await _test.FailAsync();
        Assert.Equal(3, metadata.Requests.Count);
    }

    [Fact]
    public async Task Credentials_that_the_service_could_not_renew_are_used_for_a_while_and_that_is_told()
    {
        await using var metadata = await MetadataAsync(
            """{"Code":"Success","AccessKeyId":"ASIAEC2","SecretAccessKey":"ec2-secret","Token":"ec2-token","Expiration":"2026-11-22T11:00:00Z"}""");

        var credentials = await _test.GetAsync();
        await _test.GetAsync();

        Assert.Equal(("ASIAEC2", CredentialFixture.Now.AddMinutes(10)), (credentials.AccessKeyId, credentials.Expiration));
        Assert.Equal(3, metadata.Requests.Count);
        Assert.Equal(
            ["EC2 instance metadata: the credentials that end at 2026-11-22 11:00:00Z stay in use, and are asked for again in 5 minutes: the service gives no newer ones"], _test.Warnings);

        _test.Clock.Advance(TimeSpan.FromMinutes(5));
        await _test.GetAsync();
        Assert.Equal(6, metadata.Requests.Count);
    }

    [Fact]
    public async Task A_service_that_is_away_leaves_the_last_credentials_in_use()
    {
        var isAway = false;
        await using var metadata = await LocalService.StartAsync(request => isAway ? (503, "") : request.PathAndQuery switch
        {
            "/latest/api/token" => (200, "imds"),
            RolePath => (200, "role"),
            _ => (200, """{"AccessKeyId":"ASIAEC2","SecretAccessKey":"ec2-secret","Token":"ec2-token","Expiration":"2026-11-22T13:00:00Z"}"""),
        });
        _test.Variables["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = metadata.Url.AbsoluteUri;
        await _test.GetAsync();
        isAway = true;
        _test.Clock.Advance(TimeSpan.FromHours(2));

        Assert.Equal("ASIAEC2", (await _test.GetAsync()).AccessKeyId);
        Assert.Contains("PUT /latest/api/token was answered with HTTP status 503.", Assert.Single(_test.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_instance_without_a_role_is_told_so()
    {
        await using var metadata = await LocalService.StartAsync(request => request.Method == "PUT" ? (200, "imds") : (404, ""));
        _test.Variables["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = metadata.Url.AbsoluteUri;

        Assert.Equal(Advice + "the instance has no role. Attach an instance profile to it.)", await _test.FailAsync());
    }

    [Fact]
    public async Task Version_1_of_the_service_is_not_asked()
    {
        await using var metadata = await LocalService.StartAsync(request => request.Method == "PUT" ? (404, "") : (200, "role"));
        _test.Variables["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = metadata.Url.AbsoluteUri;

        Assert.Equal(Advice + "PUT /latest/api/token was answered with HTTP status 404.)", await _test.FailAsync());
        Assert.Single(metadata.Requests);
    }

    [Theory]
    [InlineData("""{"Code":"AssumeRoleUnauthorizedAccess","Message":"EC2 cannot assume the role"}""", "the service says AssumeRoleUnauthorizedAccess: EC2 cannot assume the role")]
    [InlineData("""{"Code":"Success"}""", "it gave no access key id and secret access key, or ones with blanks in them.")]
    [InlineData("", "it gave no JSON object.")]
    public async Task What_the_service_garbles_is_one_error(string body, string expected)
    {
        await using var metadata = await MetadataAsync(body);

        Assert.Equal($"{Advice}{expected})", await _test.FailAsync());
    }

    [Fact]
    public async Task An_empty_token_is_an_error()
    {
        await using var metadata = await LocalService.StartAsync(200, " \n");
        _test.Variables["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = metadata.Url.AbsoluteUri;

        Assert.Equal(Advice + "the service gave an empty answer.)", await _test.FailAsync());
    }

    private async Task<LocalService> MetadataAsync(
        string answer = """{"Code":"Success","AccessKeyId":"ASIAEC2","SecretAccessKey":"ec2-secret","Token":"ec2-token","Expiration":"2026-11-22T18:00:00Z"}""")
    {
        var metadata = await LocalService.StartAsync(request => request.PathAndQuery switch
        {
            "/latest/api/token" => (200, "imds"),
            RolePath => (200, "my#role\nother\n"),
            _ => (200, answer),
        });
        _test.Variables["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = metadata.Url.AbsoluteUri;
        return metadata;
    }

    /// <summary>Takes a request and never answers.</summary>
    private sealed class Silent : HttpMessageHandler
    {
        public TaskCompletionSource<string> Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.TrySetResult(request.RequestUri!.AbsoluteUri);
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            throw new InvalidOperationException("Unreachable: the wait ends in cancellation only.");
        }
    }
}
