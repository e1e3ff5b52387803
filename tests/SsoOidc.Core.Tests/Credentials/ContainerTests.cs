namespace SsoOidc.Tests.Credentials;

public sealed class ContainerTests : IDisposable
{
    private const string Answer = """{"RoleArn":"arn","AccessKeyId":"ASIATASK","SecretAccessKey":"task-secret","Token":"task-token","Expiration":"2026-11-22T13:00:00Z"}""";

    private readonly CredentialFixture _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public async Task The_full_address_is_asked_with_the_token_and_what_it_gives_signs()
    {
        await using var container = await LocalService.StartAsync(200, Answer);
        _test.Variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = container.Url + "v1/credentials?id=secret-id";
        _test.Variables["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "Bearer abc";

        await _test.AssertSignsAsync(null, "ASIATASK", "task-secret", "task-token");

        var request = Assert.Single(container.Requests);
        Assert.Equal(("GET", "/v1/credentials?id=secret-id", "Bearer abc"), (request.Method, request.PathAndQuery, request.Header("Authorization")));
        Assert.Equal([$"Credentials: access key ASIATASK from the container credentials of {container.Url}v1/credentials."], _test.Debug);
    }

    [Fact]
    public async Task The_token_file_wins_over_the_token_and_is_read_each_time()
    {
        await using var container = await LocalService.StartAsync(200, Answer.Replace("13:00:00", "12:04:00", StringComparison.Ordinal));
        var token = Path.Combine(_test.Files.Home, "token");
        _test.Files.With(token, "first\n");
        _test.Variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = container.Url.AbsoluteUri;
        _test.Variables["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "not me";
        _test.Variables["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = token;

        await _test.GetAsync();
        _test.Files.With(token, "second");
        await _test.GetAsync();

        Assert.Equal(["first", "second"], container.Requests.Select(request => request.Header("Authorization")));
    }

    [Fact]
    public async Task A_token_of_several_lines_is_an_error()
    {
        var token = Path.Combine(_test.Files.Home, "token");
        _test.Files.With(token, "first\r\nX-Other: second");
        _test.Variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://127.0.0.1:1";
        _test.Variables["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = token;

        Assert.Equal("the container credentials of http://127.0.0.1:1/: the authorization token has a line break in it.", await _test.FailAsync());
    }

    [Fact]
    public async Task The_relative_address_wins_and_is_on_the_hosts_own_one()
    {
        var handler = new OneAnswer();
        _test.Handler = handler;
        _test.Variables["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] = "/v2/credentials/1?x=y";
        _test.Variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://127.0.0.1:1";

        Assert.Equal("ASIATASK", (await _test.GetAsync()).AccessKeyId);
        Assert.Equal(["http://169.254.170.2/v2/credentials/1?x=y"], handler.Addresses);
    }

    [Theory]
    [InlineData("https://example.com/x")]
    [InlineData("http://localhost:1")]
    [InlineData("http://127.9.8.7/")]
    [InlineData("http://[::1]:80/")]
    [InlineData("http://169.254.170.2/")]
    [InlineData("http://169.254.170.23/v1")]
    [InlineData("http://[fd00:ec2::23]/v1")]
    public async Task Https_and_the_hosts_of_this_machine_are_allowed(string address)
    {
        var handler = new OneAnswer();
        _test.Handler = handler;
        _test.Variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = address;

        await _test.GetAsync();

        Assert.Equal([new Uri(address).AbsoluteUri], handler.Addresses);
    }

    [Theory]
    [InlineData("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://example.com/", "http to example.com is not allowed. Use https, or http to a loopback address, 169.254.170.2, 169.254.170.23 or [fd00:ec2::23].")]
    [InlineData("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://localhost.example.com/", "http to localhost.example.com is not allowed. Use https, or http to a loopback address, 169.254.170.2, 169.254.170.23 or [fd00:ec2::23].")]
    [InlineData("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.169.254/", "http to 169.254.169.254 is not allowed. Use https, or http to a loopback address, 169.254.170.2, 169.254.170.23 or [fd00:ec2::23].")]
    [InlineData("AWS_CONTAINER_CREDENTIALS_FULL_URI", "file:///etc/passwd", "'file:///etc/passwd' is not an http or https URL.")]
    [InlineData("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "v2", "'v2' is not a path that starts with /.")]
    [InlineData("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "@example.com/", "'@example.com/' is not a path that starts with /.")]
    public async Task Other_addresses_are_refused_before_any_request(string variable, string address, string expected)
    {
        var handler = new OneAnswer();
        _test.Handler = handler;
        _test.Variables[variable] = address;
        _test.Variables["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "secret";

        Assert.Equal($"{variable}: {expected}", await _test.FailAsync());
        Assert.Empty(handler.Addresses);
    }

    [Theory]
    [InlineData("{}", "it gave no access key id and secret access key, or ones with blanks in them.")]
    [InlineData("""{"AccessKeyId":"K","SecretAccessKey":1}""", "it gave no access key id and secret access key, or ones with blanks in them.")]
    [InlineData("""{"AccessKeyId":"K","SecretAccessKey":"s\r\nX-Y: z"}""", "it gave no access key id and secret access key, or ones with blanks in them.")]
    [InlineData("""{"AccessKeyId":"K","SecretAccessKey":"s","Expiration":"2026-11-22T11:59:59Z"}""", "it gave credentials that ended at 2026-11-22 11:59:59Z. Check the clock, and renew them at their source.")]
    [InlineData("{\"AccessKeyId\":", "it gave no JSON object.")]
    [InlineData("""{"AccessKeyId":"\ud800","SecretAccessKey":"s"}""", "it gave no access key id and secret access key, or ones with blanks in them.")]
    [InlineData("""{"\ud800":"K"}""", "it gave no JSON object.")]
    public async Task What_the_endpoint_garbles_is_one_error(string body, string expected)
    {
        await using var container = await LocalService.StartAsync(200, body);
        _test.Variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = container.Url.AbsoluteUri;

        Assert.Equal($"the container credentials of {container.Url.AbsoluteUri}: {expected}", await _test.FailAsync());
    }

    [Fact]
    public async Task An_endpoint_that_fails_is_tried_three_times()
    {
        await using var container = await LocalService.StartAsync(500, "");
        _test.Variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = container.Url.AbsoluteUri;

        Assert.EndsWith("the endpoint answered with HTTP status 500.", await _test.FailAsync(), StringComparison.Ordinal);
        Assert.Equal(3, container.Requests.Count);
    }

    [Fact]
    public async Task The_address_on_this_machine_is_asked_without_the_proxy()
    {
        await using var container = await LocalService.StartAsync(200, Answer);
        _test.Variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = container.Url.AbsoluteUri;
        _test.Proxy = new System.Net.WebProxy("http://127.0.0.1:1", BypassOnLocal: false);

        Assert.Equal("ASIATASK", (await _test.GetAsync()).AccessKeyId);
    }

    [Theory]
    [InlineData("""{"code":"ClusterNotFound","message":"no such cluster\u001b[31m"}""", " and said: ClusterNotFound: no such cluster [31m")]
    [InlineData("""{"Message":"the token is wrong"}""", " and said: the token is wrong")]
    [InlineData("[abc]: (AccessDeniedException): Unauthorized\n", " and said: [abc]: (AccessDeniedException): Unauthorized")]
    [InlineData("{}", ".")]
    [InlineData("", ".")]
    public async Task What_the_endpoint_says_of_its_refusal_is_told(string body, string expected)
    {
        await using var container = await LocalService.StartAsync(400, body);
        _test.Variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = container.Url.AbsoluteUri;

        Assert.Equal($"the container credentials of {container.Url.AbsoluteUri}: the endpoint answered with HTTP status 400{expected}", await _test.FailAsync());
    }

    [Fact]
    public async Task What_was_had_with_one_token_is_not_for_another()
    {
        await using var container = await LocalService.StartAsync(200, Answer);
        var file = Path.Combine(_test.Files.Home, "token");
        _test.Variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = container.Url.AbsoluteUri;
        foreach (var token in new[] { "one", "one", "two" })
        {
            _test.Variables["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = token;
            await _test.GetAsync();
        }

        _test.Variables["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = file;
        foreach (var token in new[] { "three", "three", "four" })
        {
            _test.Files.With(file, token);
            await _test.GetAsync();
        }

        Assert.Equal(["one", "two", "three", "four"], container.Requests.Select(request => request.Header("Authorization")));
    }

    [Fact]
    public async Task User_and_password_in_the_address_are_not_shown()
    {
        await using var container = await LocalService.StartAsync(404, "");
        _test.Variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = $"http://u:canary@127.0.0.1:{container.Url.Port}/";
        Assert.DoesNotContain("canary", await _test.FailAsync(), StringComparison.Ordinal);
        _test.Variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "htp://u:canary@127.0.0.1/";
        Assert.DoesNotContain("canary", await _test.FailAsync(), StringComparison.Ordinal);
    }

    private sealed class OneAnswer : HttpMessageHandler
    {
        public List<string> Addresses { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Addresses.Add(request.RequestUri!.AbsoluteUri);
            return Task.FromResult(new HttpResponseMessage { Content = new StringContent(Answer) });
        }
    }
}
