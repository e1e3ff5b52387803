using System.Globalization;
using System.Net.Sockets;

namespace SsoOidc.Tests.Credentials;

/// <summary>The sources send through the loop that the service's calls go through: what it tries again, and what of it a person is told.</summary>
public sealed class SourceRetryTests : IDisposable
{
    private const string Role = "[profile p]\nrole_arn = arn\nsource_profile = base\n";
    private const string Base = "[profile base]\n" + CredentialFixture.Profile;

    private readonly CredentialFixture _test = new();

    public void Dispose() => _test.Dispose();

    public static TheoryData<string> Passing => ["IDPCommunicationError", "InvalidIdentityToken"];

    [Theory]
    [MemberData(nameof(Http.RetryPolicyTests.ThrottlingCodes), MemberType = typeof(Http.RetryPolicyTests))]
    [MemberData(nameof(Passing))]
    public async Task What_STS_says_with_400_and_will_not_say_for_long_is_tried_again(string code)
    {
        _test.Clock.LongestWait = TimeSpan.FromSeconds(2);
        var network = new StubHandler(Refused(code, 400), Refused(code, 400), Answer.Ok(RoleTests.Answer("AssumeRole")));
        _test.Handler = network;
        _test.Files.WithConfig(Role + Base);

        Assert.Equal("ASIAROLE", (await _test.GetAsync("p")).AccessKeyId);

        Assert.Equal(3, network.Requests.Count);
        Assert.Equal(2, _test.Clock.Waits);
    }

    [Theory]
    [InlineData("SignatureDoesNotMatch", 3600)]
    [InlineData("RequestExpired", -3600)]
    public async Task A_clock_that_is_off_is_corrected_by_that_of_STS(string code, int seconds)
    {
        var serverTime = CredentialFixture.Now.AddSeconds(seconds);
        var network = new StubHandler(Refused(code, 403).With("Date", serverTime.ToString("r")), Answer.Ok(RoleTests.Answer("AssumeRole")));
        _test.Handler = network;
        _test.Files.WithConfig(Role + Base);

        Assert.Equal("ASIAROLE", (await _test.GetAsync("p")).AccessKeyId);

        var expected = serverTime.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        Assert.Equal(["20261122T120000Z", expected], network.Requests.Select(request => request.Header("x-amz-date")));
        Assert.Equal(0, _test.Clock.Waits);
    }

    [Fact]
    public async Task A_code_of_an_MFA_device_is_not_sent_again_after_an_answer_that_was_lost()
    {
        var network = new StubHandler(Answer.Throws(new HttpRequestException("Lost.")));
        _test.Handler = network;
        _test.MfaPrompt = (_, _) => new("123456");
        _test.Files.WithConfig($"{Role}mfa_serial = serial\n{Base}");

        Assert.EndsWith("sts.eu-west-1.amazonaws.com cannot be reached: Lost.", await _test.FailAsync("p"), StringComparison.Ordinal);
        Assert.Single(network.Requests);
    }

    [Fact]
    public async Task A_connection_that_is_reset_at_once_is_the_documented_error()
    {
        var network = new StubHandler(Answer.Throws(new SocketException((int)SocketError.ConnectionReset)));
        _test.Handler = network;
        _test.Variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://127.0.0.1:1";

        Assert.StartsWith("the container credentials of http://127.0.0.1:1/: 127.0.0.1:1 cannot be reached: ", await _test.FailAsync(), StringComparison.Ordinal);
        Assert.Equal(3, network.Requests.Count);
    }

    [Fact]
    public async Task Ctrl_C_in_the_body_of_an_answer_is_a_cancellation_with_the_callers_token()
    {
        _test.Handler = new StubHandler(Answer.Streaming(200, BrokenStream.Hanging("half a to")));
        using var stop = new CancellationTokenSource();

        var searching = _test.Chain().GetCredentialsAsync(stop.Token).AsTask();
        Assert.False(searching.IsCompleted);
        await stop.CancelAsync();

        Assert.Equal(stop.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => searching)).CancellationToken);
    }

    [Fact]
    public async Task A_body_that_does_not_come_in_time_is_a_time_out_and_not_an_answer_that_broke_off()
    {
        _test.Handler = new StubHandler(Answer.Streaming(200, BrokenStream.Hanging("half a to")));

        var failing = _test.FailAsync();
        Assert.False(failing.IsCompleted);
        _test.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.EndsWith("169.254.169.254 gave no answer within 1 s.)", await failing, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_breaks_off_is_told_as_that()
    {
        _test.Handler = new StubHandler(Answer.Streaming(200, BrokenStream.EndingIn("half", new IOException("The line is dead."))));

        Assert.EndsWith("the answer of 169.254.169.254 broke off: The line is dead.)", await _test.FailAsync(), StringComparison.Ordinal);
    }

    private static Func<HttpResponseMessage> Refused(string code, int status) =>
        Answer.Status(status, $"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>m</Message></Error><RequestId>1</RequestId></ErrorResponse>");
}
