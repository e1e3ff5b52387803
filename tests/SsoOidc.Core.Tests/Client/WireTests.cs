using System.Net;
using System.Text;

namespace SsoOidc.Tests.Client;

/// <summary>What all four operations have in common on the wire (protocol rules, section 1).</summary>
public sealed class WireTests
{
    public static TheoryData<string> Operations => ["RegisterClient", "StartDeviceAuthorization", "CreateToken", "CreateTokenWithIAM"];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Each_request_has_the_headers_of_the_protocol_and_no_others(string operation)
    {
        var network = new StubHandler(Answer.Ok());
        using var client = A.Client(network, with: o => o with { Credentials = A.Credentials });

        await SendAsync(client, operation);

        var sent = network.Only;
        Assert.Equal(HttpVersion.Version11, sent.Version);
        Assert.Equal("application/json", sent.Header("Content-Type"));
        Assert.Equal($"{sent.BodyBytes.Length}", sent.Header("Content-Length"));
        Assert.Matches("^SsoOidc/[0-9]+\\.[0-9]+\\.[0-9]+$", sent.Header("User-Agent"));
        Assert.True(Guid.TryParseExact(sent.Header("amz-sdk-invocation-id"), "D", out _));
        Assert.Equal("attempt=1; max=3", sent.Header("amz-sdk-request"));
        string[] expected = operation == "CreateTokenWithIAM"
            ? ["amz-sdk-invocation-id", "amz-sdk-request", "Authorization", "Content-Length", "Content-Type", "User-Agent", "x-amz-date"]
            : ["amz-sdk-invocation-id", "amz-sdk-request", "Content-Length", "Content-Type", "User-Agent"];
        Assert.Equal(expected, sent.Headers.Keys.Order(StringComparer.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("RegisterClient")]
    [InlineData("StartDeviceAuthorization")]
    [InlineData("CreateToken")]
    public async Task An_unsigned_operation_does_not_even_ask_for_credentials(string operation)
    {
        var provider = new CountingCredentials();
        var network = new StubHandler(Answer.Ok());
        using var client = A.Client(network, with: o => o with { Credentials = provider });

        await SendAsync(client, operation);

        Assert.Null(network.Only.Header("Authorization"));
        Assert.Equal(0, provider.Calls);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task An_empty_body_is_an_answer_without_members(string operation)
    {
        using var client = A.Client(new StubHandler(Answer.Ok("", ("x-amzn-RequestId", "r"))), with: o => o with { Credentials = A.Credentials });

        var answer = await SendAsync(client, operation);

        Assert.Equal("r", answer.Metadata.RequestId);
    }

    [Fact]
    public async Task No_content_is_an_answer_without_members()
    {
        using var client = A.Client(new StubHandler(() => new HttpResponseMessage(HttpStatusCode.NoContent)));

        Assert.Equal(HttpStatusCode.NoContent, (await client.CreateTokenAsync(A.DeviceToken, A.Ct)).HttpStatusCode);
    }

    [Fact]
    public async Task A_byte_order_mark_is_no_part_of_the_answer()
    {
        using var client = A.Client(new StubHandler(Answer.Bytes(200, [0xEF, 0xBB, 0xBF, .. "{\"accessToken\":\"é\"}"u8])));

        Assert.Equal("é", (await client.CreateTokenAsync(A.DeviceToken, A.Ct)).AccessToken);
    }

    [Fact]
    public async Task The_last_of_two_members_with_one_name_counts()
    {
        using var client = A.Client(new StubHandler(Answer.Ok("""{"accessToken":"a","accessToken":"b"}""")));

        Assert.Equal("b", (await client.CreateTokenAsync(A.DeviceToken, A.Ct)).AccessToken);
    }

    [Fact]
    public async Task Member_names_are_case_sensitive_and_may_be_escaped()
    {
        using var client = A.Client(new StubHandler(Answer.Ok("""{"AccessToken":"no","\u0061ccessToken":"a\u00e9\ud83d\udd10"}""")));

        Assert.Equal("aé🔐", (await client.CreateTokenAsync(A.DeviceToken, A.Ct)).AccessToken);
    }

    [Fact]
    public async Task A_member_whose_name_is_no_text_is_unknown_and_so_ignored()
    {
        using var client = A.Client(new StubHandler(Answer.Ok("""{"\ud800ccessToken":1,"accessToken":"a"}""")));

        Assert.Equal("a", (await client.CreateTokenAsync(A.DeviceToken, A.Ct)).AccessToken);
    }

    [Theory]
    [InlineData("<html>captive portal</html>")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("   ")]
    [InlineData("{\"accessToken\":\"secret-canary\"")]
    [InlineData("{\"accessToken\":\"secret-canary")]
    [InlineData("{\"accessToken\":{\"a\":\"secret-canary\"}}")]
    [InlineData("{\"accessToken\":[\"secret-canary\"]}")]
    [InlineData("{\"accessToken\":17,\"x\":\"secret-canary\"}")]
    [InlineData("{\"accessToken\":\"\\ud800 secret-canary\"}")]
    [InlineData("{\"accessToken\":\"secret-canary\",\"expiresIn\":\"1,5\"}")]
    [InlineData("{\"accessToken\":\"secret-canary\",\"expiresIn\":true}")]
    [InlineData("{\"accessToken\":\"secret-canary\",\"expiresIn\":\"soon\"}")]
    [InlineData("{\"accessToken\":\"secret-canary\",\"expiresIn\":\"NaN\"}")]
    [InlineData("{\"accessToken\":\"secret-canary\",\"expiresIn\":{}}")]
    [InlineData("{\"accessToken\":\"secret-canary\",}")]
    [InlineData("// comment\n{}")]
    public async Task What_is_not_the_services_json_is_one_error_without_a_word_of_it(string body)
    {
        var network = new StubHandler(Answer.Ok(body, ("x-amzn-RequestId", "r-7")));
        using var client = A.Client(network);

        var error = await Assert.ThrowsAsync<SsoOidcResponseException>(() => client.CreateTokenAsync(A.DeviceToken, A.Ct));

        Assert.Equal("The answer of CreateToken is not the JSON that the service sends. Check the endpoint and any proxy on the way.", error.Message);
        Assert.DoesNotContain("secret-canary", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, error.StatusCode);
        Assert.Equal("r-7", error.RequestId);
        Assert.Equal(1, error.Metadata.Attempts);
        Assert.Single(network.Requests);
    }

    [Fact]
    public async Task Bytes_that_are_no_utf8_are_the_same_error()
    {
        using var client = A.Client(new StubHandler(Answer.Bytes(200, [.. "{\"accessToken\":\""u8, 0xC3, 0x28, .. "\"}"u8])));

        await Assert.ThrowsAsync<SsoOidcResponseException>(() => client.CreateTokenAsync(A.DeviceToken, A.Ct));
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"x\":")]
    public async Task Endless_nesting_is_the_same_error_and_costs_no_stack(string level)
    {
        var nested = new StringBuilder("{\"x\":").Insert(5, level, 100_000);
        using var client = A.Client(new StubHandler(Answer.Ok(nested.ToString())));

        await Assert.ThrowsAsync<SsoOidcResponseException>(() => client.CreateTokenAsync(A.DeviceToken, A.Ct));
    }

    [Theory]
    [InlineData(15, true)]
    [InlineData(16, false)]
    public async Task An_unknown_member_may_be_nested_16_levels_deep(int lists, bool isRead)
    {
        var body = $$"""{"accessToken":"at","x":{{new string('[', lists)}}{{new string(']', lists)}}}""";
        using var client = A.Client(new StubHandler(Answer.Ok(body)));

        var error = await Record.ExceptionAsync(() => client.CreateTokenAsync(A.DeviceToken, A.Ct));

        Assert.Equal(isRead ? null : typeof(SsoOidcResponseException), error?.GetType());
    }

    private static async Task<SsoOidcResponse> SendAsync(SsoOidcClient client, string operation) => operation switch
    {
        "RegisterClient" => await client.RegisterClientAsync(A.Registration, A.Ct),
        "StartDeviceAuthorization" => await client.StartDeviceAuthorizationAsync(A.DeviceStart, A.Ct),
        "CreateToken" => await client.CreateTokenAsync(A.DeviceToken, A.Ct),
        _ => await client.CreateTokenWithIAMAsync(A.IamToken(), A.Ct),
    };

    private sealed class CountingCredentials : IAwsCredentialsProvider
    {
        public int Calls { get; private set; }

        public ValueTask<AwsCredentials> GetCredentialsAsync(CancellationToken cancellationToken = default)
        {
            Calls++;
            return new(A.Credentials);
        }
    }
}
