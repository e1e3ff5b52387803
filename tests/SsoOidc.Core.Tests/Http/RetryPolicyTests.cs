using System.Net;
using CsCheck;
using SsoOidc.Http;

namespace SsoOidc.Tests.Http;

public sealed class RetryPolicyTests
{
    public static TheoryData<string> ThrottlingCodes =>
    [
        "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottledException", "RequestThrottled", "TooManyRequestsException",
        "ProvisionedThroughputExceededException", "TransactionInProgressException", "RequestLimitExceeded", "BandwidthLimitExceeded",
        "LimitExceededException", "SlowDown", "PriorRequestNotComplete", "EC2ThrottledException",
    ];

    [Theory]
    [MemberData(nameof(ThrottlingCodes))]
    public void A_throttling_code_is_one_under_any_status(string code)
    {
        Assert.Equal(FailureKind.Throttling, RetryPolicy.Classify(HttpStatusCode.BadRequest, code));
        Assert.Equal(FailureKind.Throttling, RetryPolicy.Classify(HttpStatusCode.ServiceUnavailable, code));
    }

    [Theory]
    [InlineData(429, null, "Throttling")]
    [InlineData(500, null, "Transient")]
    [InlineData(500, "InternalServerException", "Transient")]
    [InlineData(502, null, "Transient")]
    [InlineData(503, null, "Transient")]
    [InlineData(504, null, "Transient")]
    [InlineData(400, "RequestTimeout", "Transient")]
    [InlineData(400, "RequestTimeoutException", "Transient")]
    [InlineData(400, "IDPCommunicationError", "Transient")]
    [InlineData(400, "InvalidIdentityToken", "Transient")]
    [InlineData(501, null, "Final")]
    [InlineData(505, null, "Final")]
    [InlineData(408, null, "Final")]
    [InlineData(404, null, "Final")]
    [InlineData(403, "AccessDeniedException", "Final")]
    [InlineData(400, null, "Final")]
    [InlineData(400, "SlowDownException", "Final")]
    [InlineData(400, "AuthorizationPendingException", "Final")]
    [InlineData(400, "InvalidGrantException", "Final")]
    [InlineData(401, "InvalidClientException", "Final")]
    [InlineData(302, null, "Final")]
    public void An_answer_is_classified_by_code_then_status(int status, string? code, string kind) =>
        Assert.Equal(kind, RetryPolicy.Classify((HttpStatusCode)status, code).ToString());

    [Theory]
    [InlineData(RetryMode.Standard, "Transient", 14)]
    [InlineData(RetryMode.Standard, "Timeout", 14)]
    [InlineData(RetryMode.Standard, "Throttling", 5)]
    [InlineData(RetryMode.Legacy, "Transient", 5)]
    [InlineData(RetryMode.Legacy, "Timeout", 10)]
    [InlineData(RetryMode.Legacy, "Throttling", 5)]
    public void A_retry_has_its_price(RetryMode mode, string kind, int cost) =>
        Assert.Equal(cost, new RetryPolicy(mode).Cost(Enum.Parse<FailureKind>(kind)));

    [Theory]
    [InlineData(RetryMode.Standard, "Transient", 0, 50)]
    [InlineData(RetryMode.Standard, "Transient", 1, 100)]
    [InlineData(RetryMode.Standard, "Timeout", 2, 200)]
    [InlineData(RetryMode.Standard, "Transient", 8, 12_800)]
    [InlineData(RetryMode.Standard, "Transient", 9, 20_000)]
    [InlineData(RetryMode.Standard, "Transient", int.MaxValue, 20_000)]
    [InlineData(RetryMode.Standard, "Throttling", 0, 1_000)]
    [InlineData(RetryMode.Standard, "Throttling", 4, 16_000)]
    [InlineData(RetryMode.Standard, "Throttling", 5, 20_000)]
    [InlineData(RetryMode.Legacy, "Transient", 0, 1_000)]
    [InlineData(RetryMode.Legacy, "Throttling", 3, 8_000)]
    [InlineData(RetryMode.Legacy, "Timeout", 5, 20_000)]
    public void The_longest_wait_doubles_up_to_20_seconds(RetryMode mode, string kind, int retry, int milliseconds)
    {
        var policy = new RetryPolicy(mode);
        var failure = Enum.Parse<FailureKind>(kind);

        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), policy.Delay(retry, failure, null, 1));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds / 2.0), policy.Delay(retry, failure, null, 0.5));
        Assert.Equal(TimeSpan.Zero, policy.Delay(retry, failure, null, 0));
    }

    [Theory]
    [InlineData(0, 1_000)]
    [InlineData(1_000, 1_000)]
    [InlineData(1_500, 1_500)]
    [InlineData(6_000, 6_000)]
    [InlineData(6_001, 6_000)]
    [InlineData(int.MaxValue, 6_000)]
    public void What_the_server_asks_for_counts_within_5_seconds_above_the_own_wait(int asked, int milliseconds) =>
        Assert.Equal(
            TimeSpan.FromMilliseconds(milliseconds),
            new RetryPolicy(RetryMode.Standard).Delay(0, FailureKind.Throttling, TimeSpan.FromMilliseconds(asked), 1));

    [Fact]
    public void The_legacy_mode_does_not_listen_to_the_server() =>
        Assert.Equal(TimeSpan.FromSeconds(1), new RetryPolicy(RetryMode.Legacy).Delay(0, FailureKind.Throttling, TimeSpan.FromSeconds(4), 1));

    [Fact]
    public void No_wait_is_negative_or_over_25_seconds() =>
        Gen.Select(Gen.Int.NonNegative, Gen.Enum<FailureKind>(), Gen.Long[0, TimeSpan.MaxValue.Ticks].Nullable(), Gen.Double.Unit, Gen.Enum<RetryMode>())
            .Sample((retry, kind, asked, random, mode) =>
            {
                var wait = new RetryPolicy(mode).Delay(retry, kind, asked is { } ticks ? TimeSpan.FromTicks(ticks) : null, random);
                return wait >= TimeSpan.Zero && wait <= TimeSpan.FromSeconds(25);
            });

    [Theory]
    [InlineData(502, true)]
    [InlineData(504, true)]
    [InlineData(500, false)]
    [InlineData(503, false)]
    [InlineData(429, false)]
    public void Only_a_gateway_may_have_lost_the_services_answer(int status, bool maybe) =>
        Assert.Equal(maybe, RetryPolicy.MayHaveBeenCarriedOut((HttpStatusCode)status));

    [Fact]
    public void The_bucket_pays_for_35_retries_and_then_for_none_until_something_is_returned()
    {
        var quota = new RetryQuota();

        Assert.Equal(35, Enumerable.Range(0, 100).Count(_ => quota.TryTake(14)));
        Assert.True(quota.TryTake(10));
        Assert.False(quota.TryTake(1));
        quota.Return(5);
        Assert.False(quota.TryTake(6));
        Assert.True(quota.TryTake(5));
    }

    [Fact]
    public void The_bucket_does_not_overflow()
    {
        var quota = new RetryQuota();

        quota.Return(1_000);
        Assert.True(quota.TryTake(1));
        quota.Return(1_000);

        Assert.True(quota.TryTake(500));
        Assert.False(quota.TryTake(1));
    }

    [Fact]
    public void The_bucket_loses_nothing_between_threads()
    {
        var quota = new RetryQuota();

        Parallel.For(0, 100_000, _ =>
        {
            if (quota.TryTake(7))
                quota.Return(7);
        });

        Assert.True(quota.TryTake(500));
    }
}
