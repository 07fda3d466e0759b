"""What is kept: encrypted, backed up, hard to lose, reachable by few."""

import json
import re

from jobs.adapters.s3_storage import EXPORTS, INCOMING


def test_the_database_is_guarded(stage):
    cluster = stage.one("AWS::RDS::DBCluster", "data")
    assert cluster["Engine"] == "aurora-postgresql"
    assert cluster["EngineVersion"].startswith("18.")
    assert cluster["StorageEncrypted"] is True
    assert cluster["EnableIAMDatabaseAuthentication"] is True
    assert cluster["ManageMasterUserPassword"] is True
    assert "MasterUserPassword" not in cluster
    assert re.fullmatch(r"[a-z][a-z0-9]{0,15}", cluster["MasterUsername"])  # as CreateDBCluster's page has it
    assert cluster["BackupRetentionPeriod"] == stage.settings.backup_days
    assert cluster["DeletionProtection"] is stage.settings.keep_data
    instances = stage.all("AWS::RDS::DBInstance", "data").values()
    assert len(instances) == 1 + stage.settings.database_readers
    assert not any(instance.get("PubliclyAccessible") for instance in instances)
    assert all(instance["DBInstanceClass"] == "db.serverless" for instance in instances)


def test_the_database_sleeps_only_where_it_may(stage):
    scaling = stage.one("AWS::RDS::DBCluster", "data")["ServerlessV2ScalingConfiguration"]
    assert scaling["MinCapacity"] == stage.settings.database_min_acu
    assert scaling["MaxCapacity"] == stage.settings.database_max_acu
    assert ("SecondsUntilAutoPause" in scaling) is (stage.settings.database_min_acu == 0)


def test_the_database_insists_on_tls_and_logs_no_values(stage):
    parameters = stage.one("AWS::RDS::DBClusterParameterGroup", "data")["Parameters"]
    assert parameters["rds.force_ssl"] == "1"
    assert parameters["log_min_duration_statement"] == "-1"
    assert parameters["log_min_error_statement"] == "panic"
    assert parameters["log_parameter_max_length_on_error"] == "0"


def test_nobody_reaches_the_database_but_our_functions(stage):
    groups = {name: found["GroupDescription"] for name, found in stage.all("AWS::EC2::SecurityGroup", "data").items()}
    database = stage.name("AWS::EC2::SecurityGroup", "NetworkDatabase", "data")
    clients = stage.name("AWS::EC2::SecurityGroup", "NetworkClients", "data")
    worker = stage.name("AWS::EC2::SecurityGroup", "NetworkWorker", "data")
    assert set(groups) == {database, clients, worker}
    (rule,) = stage.all("AWS::EC2::SecurityGroupIngress", "data").values()
    assert rule["GroupId"] == {"Fn::GetAtt": [database, "GroupId"]}
    assert rule["SourceSecurityGroupId"] == {"Fn::GetAtt": [clients, "GroupId"]}
    assert rule["FromPort"] == rule["ToPort"] == 5432
    for found in stage.all("AWS::EC2::SecurityGroup", "data").values():
        assert "SecurityGroupIngress" not in found
    for stack in ("data", "app"):
        assert not [r for r in stage.all("AWS::EC2::SecurityGroupIngress", stack).values() if "CidrIp" in r]


def test_the_worker_and_the_database_call_nobody(stage):
    for part in ("NetworkDatabase", "NetworkWorker"):
        group = stage.all("AWS::EC2::SecurityGroup", "data")[stage.name("AWS::EC2::SecurityGroup", part, "data")]
        (rule,) = group["SecurityGroupEgress"]
        assert rule["CidrIp"] == "255.255.255.255/32"  # the CDK's way to say "nowhere"


def test_isolated_subnets_have_no_route_out(stage):
    routes = stage.all("AWS::EC2::Route", "data")
    assert routes
    assert not [name for name in routes if "isolated" in name.lower()]
    assert len(stage.all("AWS::EC2::NatGateway", "data")) == stage.settings.nat_gateways
    subnets = json.dumps(stage.one("AWS::RDS::DBSubnetGroup", "data")["SubnetIds"])
    assert "isolated" in subnets
    assert "private" not in subnets
    assert "public" not in subnets


def test_every_bucket_is_private_and_encrypted_and_speaks_tls_only(stage):
    for stack in ("data", "app"):
        policies = json.dumps(stage.all("AWS::S3::BucketPolicy", stack))
        for name, bucket in stage.all("AWS::S3::Bucket", stack).items():
            assert all(bucket["PublicAccessBlockConfiguration"].values()), name
            assert bucket["BucketEncryption"], name
            assert name in policies
        for policy in stage.all("AWS::S3::BucketPolicy", stack).values():
            statements = policy["PolicyDocument"]["Statement"]
            assert any(
                s["Effect"] == "Deny" and s["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
                for s in statements
            )


def test_uploads_come_from_the_site_only_and_their_text_lives_as_long_as_its_analysis(stage):
    (name,) = [name for name in stage.all("AWS::S3::Bucket", "data") if name.startswith("Uploads")]
    bucket = stage.all("AWS::S3::Bucket", "data")[name]
    rules = bucket["LifecycleConfiguration"]["Rules"]
    expiring = {rule.get("Prefix"): rule["ExpirationInDays"] for rule in rules if "ExpirationInDays" in rule}
    assert expiring == {INCOMING: 1, EXPORTS: 1}  # and nothing that would touch FILES
    assert {"DaysAfterInitiation": 1} in [rule.get("AbortIncompleteMultipartUpload") for rule in rules]
    (cors,) = bucket["CorsConfiguration"]["CorsRules"]
    assert cors["AllowedMethods"] == ["POST"]
    assert cors["AllowedOrigins"] == [f"https://{stage.settings.domain}" if stage.settings.domain else "*"]


def test_what_people_gave_outlives_the_stack_where_it_should(stage):
    resources = stage.templates["data"]["Resources"]
    kept = {name: found.get("DeletionPolicy") for name, found in resources.items()}
    cluster = next(name for name, found in resources.items() if found["Type"] == "AWS::RDS::DBCluster")
    uploads = next(name for name in stage.all("AWS::S3::Bucket", "data") if name.startswith("Uploads"))
    if stage.settings.keep_data:
        assert (kept[cluster], kept[uploads]) == ("Snapshot", "Retain")
    else:
        assert (kept[cluster], kept[uploads]) == ("Delete", "Delete")


def test_the_databases_log_ends_and_goes_with_the_stack(stage):
    """Without a log group of ours RDS makes one that never ends and outlives the stack."""
    cluster = stage.one("AWS::RDS::DBCluster", "data")
    logs = stage.all("AWS::Logs::LogGroup", "data")
    (name,) = [n for n, log in logs.items() if log.get("LogGroupName", "").startswith("/aws/rds/cluster/")]
    assert logs[name]["LogGroupName"] == f"/aws/rds/cluster/{cluster['DBClusterIdentifier']}/postgresql"
    assert logs[name]["RetentionInDays"] == stage.settings.log_days
    resources = stage.templates["data"]["Resources"]
    assert resources[name]["DeletionPolicy"] == "Delete"
    (made,) = [found for found in resources.values() if found["Type"] == "AWS::RDS::DBCluster"]
    assert name in made["DependsOn"]


def test_secrets_are_made_by_aws_and_known_to_nobody(stage):
    secrets = stage.all("AWS::SecretsManager::Secret", "data").values()
    assert len(secrets) == 2
    for secret in secrets:
        assert "SecretString" not in secret
        assert secret["GenerateSecretString"]["PasswordLength"] >= 32
