using System.Text.RegularExpressions;
using CsCheck;
using SsoOidc.Endpoints;

namespace SsoOidc.Tests.Endpoints;

public sealed class PartitionsTests
{
    /// <summary>The patterns as they are published; the product does without a regex for its start-up cost.</summary>
    private static readonly (string Name, Regex Pattern)[] Published =
    [
        ("aws", new(@"^(us|eu|ap|sa|ca|me|af|il|mx)\-\w+\-\d+$", RegexOptions.ECMAScript)),
        ("aws-cn", new(@"^cn\-\w+\-\d+$", RegexOptions.ECMAScript)),
        ("aws-us-gov", new(@"^us\-gov\-\w+\-\d+$", RegexOptions.ECMAScript)),
        ("aws-eusc", new(@"^eusc\-(de)\-\w+\-\d+$", RegexOptions.ECMAScript)),
        ("aws-iso", new(@"^us\-iso\-\w+\-\d+$", RegexOptions.ECMAScript)),
        ("aws-iso-b", new(@"^us\-isob\-\w+\-\d+$", RegexOptions.ECMAScript)),
        ("aws-iso-e", new(@"^eu\-isoe\-\w+\-\d+$", RegexOptions.ECMAScript)),
        ("aws-iso-f", new(@"^us\-isof\-\w+\-\d+$", RegexOptions.ECMAScript)),
    ];

    [Theory]
    [InlineData("us-east-1", "aws")]
    [InlineData("ap-southeast-7", "aws")]
    [InlineData("mx-central-1", "aws")]
    [InlineData("il-central-1", "aws")]
    [InlineData("cn-northwest-1", "aws-cn")]
    [InlineData("us-gov-east-1", "aws-us-gov")]
    [InlineData("eusc-de-east-1", "aws-eusc")]
    [InlineData("eusc-fr-east-1", "aws")]
    [InlineData("us-iso-west-1", "aws-iso")]
    [InlineData("us-isob-east-1", "aws-iso-b")]
    [InlineData("eu-isoe-west-1", "aws-iso-e")]
    [InlineData("us-isof-south-1", "aws-iso-f")]
    [InlineData("us-gov-west", "aws")]
    [InlineData("us-gov-west-1x", "aws")]
    [InlineData("cn--1", "aws")]
    [InlineData("cn-north-", "aws")]
    [InlineData("cn", "aws")]
    [InlineData("local", "aws")]
    [InlineData("aws-global", "aws")]
    [InlineData("aws-cn-global", "aws-cn")]
    [InlineData("aws-us-gov-global", "aws-us-gov")]
    [InlineData("aws-iso-b-global", "aws-iso-b")]
    public void A_region_is_in_the_partition_that_claims_it_and_else_in_the_commercial_one(string region, string partition) =>
        Assert.Equal(partition, Partitions.Of(region).Name);

    [Fact]
    public void The_partition_is_that_of_the_published_patterns() =>
        Gen.Select(
            Gen.OneOf("us", "eu", "cn", "us-gov", "eusc-de", "us-iso", "us-isob", "eu-isoe", "us-isof", "mx", "xx", ""),
            Gen.String[Gen.Char["abz09-_"], 0, 8],
            Gen.OneOf("1", "12", "", "x", "1x", "-1"))
            .Sample((prefix, word, number) =>
            {
                var region = $"{prefix}-{word}-{number}";
                var expected = Published.FirstOrDefault(p => p.Pattern.IsMatch(region)).Name ?? "aws";
                return Partitions.Of(region).Name == expected;
            });
}
